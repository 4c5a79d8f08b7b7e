import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { loadConvexPackage } from "../project/convex-package.ts";
import { sourcesOf } from "../push/bundle-project.ts";
import { type Fixture, fixtureProject, type FixtureProject, runFixture } from "../testing/fixture-project.ts";
import { keepGenerated } from "./keep-generated.ts";
import { lacksGenerated, writeGenerated } from "./write-generated.ts";

const open: Fixture[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(async ({ runner }) => await runner.close()));
});

const CODE = `
import { v } from "convex/values";
import { api, internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import { action, internalQuery, mutation, query, type QueryCtx } from "./_generated/server";

const first = async (ctx: QueryCtx): Promise<Doc<"notes"> | null> => await ctx.db.query("notes").first();
export const get = query({ handler: async (ctx): Promise<string> => (await first(ctx))?.text ?? "" });
export const count = internalQuery({ args: {}, handler: async (ctx): Promise<number> => (await ctx.db.query("notes").collect()).length });
export const add = mutation({ args: { text: v.string() }, handler: async (ctx, { text }): Promise<Id<"notes">> => await ctx.db.insert("notes", { text }) });
export const act = action({ args: {}, handler: async (ctx): Promise<number> => {
  await ctx.runMutation(api.notes.add, { text: "a" });
  await ctx.runMutation(api.deeper.more_notes.add, { text: "b" });
  return await ctx.runQuery(internal.notes.count, {});
} });`;

const FILES = {
  "package.json": `{ "name": "app", "dependencies": { "convex": "*" } }`,
  "convex/notes.ts": CODE,
  "convex/deeper/more_notes.ts": `export { add } from "../notes";`,
  "convex/schema.ts": `import { defineSchema, defineTable } from "convex/server";
    import { v } from "convex/values";
    export default defineSchema({ notes: defineTable({ text: v.string() }) });`,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: "es2022",
      module: "esnext",
      moduleResolution: "bundler",
      types: [],
    },
    include: ["convex"],
    exclude: [],
  }),
};

const TSC = join(import.meta.dirname, "../../../../../../node_modules/@typescript/native/bin/tsc");

/** What TypeScript says about a project; empty: nothing. */
async function typeErrors({ root }: FixtureProject): Promise<string> {
  const run = promisify(execFile)(process.execPath, [TSC, "--project", root]);
  return await run.then(
    () => "",
    ({ stdout }: { stdout: string }) => stdout,
  );
}

async function write(project: FixtureProject, functions = "convex"): Promise<void> {
  const sources = sourcesOf({ root: project.root, functions }, loadConvexPackage(project.root));
  expect(lacksGenerated(sources)).toBe(true);
  await writeGenerated(sources);
  expect(lacksGenerated(sources)).toBe(false);
}

const NAMES = ["api.d.ts", "api.js", "dataModel.d.ts", "server.d.ts", "server.js"];

describe("a missing _generated folder", () => {
  it("is written by the project's own convex command, and type-checks", async () => {
    const project = fixtureProject(FILES);
    await write(project);
    expect(readdirSync(join(project.root, "convex/_generated"))).toEqual(NAMES);
    expect(readFileSync(join(project.root, "convex/_generated/api.d.ts"), "utf8")).toContain(
      "THIS CODE IS AUTOMATICALLY GENERATED",
    );
    expect(await typeErrors(project)).toBe("");
    project.write({
      "convex/wrong.ts": `import { api } from "./_generated/api"; export const a = api.notes.nothing;`,
    });
    expect(await typeErrors(project)).toContain("Property 'nothing' does not exist");
  });

  it("is written by us where the command looks elsewhere, and type-checks", async () => {
    const project = fixtureProject({ ...FILES, "convex.json": `{ "functions": "elsewhere/" }` });
    await write(project);
    expect(readdirSync(join(project.root, "convex/_generated"))).toEqual(NAMES);
    expect(readFileSync(join(project.root, "convex/_generated/api.d.ts"), "utf8")).toContain(
      "Written by convex-authkit",
    );
    expect(await typeErrors(project)).toBe("");
    expect(existsSync(join(project.root, "elsewhere"))).toBe(false);
  });

  it("knows no table where there is no schema", async () => {
    const { "convex/schema.ts": _schema, ...files } = FILES;
    const project = fixtureProject({
      ...files,
      "convex.json": `{ "functions": "elsewhere/" }`,
      "convex/notes.ts": CODE.replace('Doc<"notes">', "Doc"),
    });
    await write(project);
    expect(await typeErrors(project)).toBe("");
  });

  it("has components where the app has", async () => {
    const project = fixtureProject({
      ...FILES,
      "convex/convex.config.ts": `import { defineApp } from "convex/server";\nexport default defineApp();`,
      "convex/uses.ts": `import { components } from "./_generated/api"; export const a = components.anything;`,
    });
    await write(project);
    expect(await typeErrors(project)).toBe("");
  });

  it("follows modules that come later, if it was written here", async () => {
    const project = fixtureProject({ ...FILES, "convex.json": `{ "functions": "elsewhere/" }` });
    const sources = sourcesOf({ root: project.root, functions: "convex" }, loadConvexPackage(project.root));
    const update = keepGenerated();
    const types = (): string => readFileSync(join(project.root, "convex/_generated/api.d.ts"), "utf8");
    await update(sources);
    expect(types()).not.toContain("another");
    project.write({ "convex/another.ts": `export { add } from "./notes";` });
    await keepGenerated()(sources);
    expect(types()).not.toContain("another");
    await update(sources);
    expect(types()).toContain("another");
  });

  it("is not written unless asked, and not needed to run", async () => {
    const project = fixtureProject(FILES);
    const app = await runFixture(project);
    open.push(app);
    expect(await app.action("notes:act")).toMatchObject({ value: 2 });
    expect(existsSync(join(project.root, "convex/_generated"))).toBe(false);
  });

  it("is written at a push where that is asked for; one that is there stays as it is", async () => {
    const project = fixtureProject(FILES);
    open.push(await runFixture(project, { writeGenerated: true }));
    expect(readdirSync(join(project.root, "convex/_generated"))).toEqual(NAMES);
    const mine = Object.fromEntries(NAMES.map((name) => [`convex/_generated/${name}`, `// ${name}`]));
    const other = fixtureProject({ ...mine, "convex/a.ts": "export const a = 1;" });
    open.push(await runFixture(other, { writeGenerated: true }));
    expect(readFileSync(join(other.root, "convex/_generated/api.js"), "utf8")).toBe("// api.js");
  });
});
