import { afterEach, describe, expect, it } from "vitest";
import { type Fixture, fixtureProject, runFixture } from "./testing/fixture-project.ts";

const open: Fixture[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(async ({ runner }) => await runner.close()));
});

async function deploy(files: Record<string, string>): Promise<Fixture> {
  // Long enough for a busy machine, short enough to wait for.
  const patience = { transaction: 3_000, action: 6_000, silence: 3_000 };
  const app = await runFixture(fixtureProject(files), {}, { patience });
  open.push(app);
  return app;
}

const problemOf = async (files: Record<string, string>): Promise<string | null> =>
  (await deploy(files)).runner.deployment().problem;

const SERVER = `import { action, mutation, query } from "./_generated/server";\n`;

describe("code that cannot be pushed", () => {
  it("a syntax error names file, line and text", async () => {
    expect(await problemOf({ "convex/a.ts": `export const a = (1;\n` })).toBe(
      'Expected ")" but found ";"\n    convex/a.ts:1:20\n    export const a = (1;',
    );
  });

  it("an import that does not exist", async () => {
    expect(await problemOf({ "convex/a.ts": `export * from "./nowhere";` })).toBe(
      'Could not resolve "./nowhere"\n    convex/a.ts:1:15\n    export * from "./nowhere";',
    );
  });

  it("Node's modules without use node", async () => {
    expect(await problemOf({ "convex/a.ts": `export { readFile } from "node:fs";` })).toMatch(
      /^Could not resolve "node:fs"[^]*from a file without the "use node" directive\./,
    );
  });

  it("a throw while a module is evaluated", async () => {
    expect(await problemOf({ "convex/a.ts": `export const a = 1;\nthrow new Error("at import");` })).toBe(
      "Failed to analyze a.js: Uncaught Error: at import\n    at ../convex/a.ts:2:7",
    );
  });

  it("top-level await", async () => {
    expect(await problemOf({ "convex/a.ts": `export const a = await 1;` })).toMatch(
      /^Top-level awaits in source files are unsupported\n {4}convex\/a\.ts:1:18/,
    );
  });

  it.each([
    [
      "without default export",
      `export const schema = 1;`,
      "Schema file missing default export. To learn more, see the schema documentation at https://docs.convex.dev/database/schemas.",
    ],
    [
      "that is something else",
      `export default 1;`,
      "Default export from schema file isn't a Convex schema. To learn more, see the schema documentation at https://docs.convex.dev/database/schemas.",
    ],
    ["that throws", `throw new Error("no");`, "Uncaught Error: no\n    at ../convex/schema.ts:1:7"],
    [
      "with an index on a field that does not exist",
      `import { defineSchema, defineTable } from "convex/server";
       import { v } from "convex/values";
       export default defineSchema({ a: defineTable(v.union(v.object({ b: v.object({ c: v.any() }) }), v.object({ d: v.string() })))
         .index("right", ["b.c.anything", "d", "_creationTime"]).index("wrong", ["b.x" as any]) });`,
      'In table "a" the index "wrong" is invalid because it references the field b.x that does not exist.',
    ],
  ])("a schema %s", async (_name, schema, message) => {
    expect(await problemOf({ "convex/schema.ts": schema })).toBe(
      `Hit an error while evaluating your schema:\n${message}`,
    );
  });

  it.each([
    [
      "http.ts without default export",
      "http",
      `export const http = 1;`,
      "`convex/http.js` must have a default export of a Router.",
    ],
    [
      "http.ts with another default export",
      "http",
      `export default {};`,
      "The default export of `convex/http.js` is not a Router.",
    ],
    [
      "crons.ts with another default export",
      "crons",
      `export default {};`,
      "The default export of `convex/crons.js` is not a Crons object.",
    ],
    [
      "a query in Node",
      "a",
      `"use node";\n${SERVER}\nexport const q = query({ handler: async () => 1 });`,
      "`q` defined in `a.js` is a Query function. Only actions can be defined in Node.js. See https://docs.convex.dev/functions/actions for more details.",
    ],
    [
      "arguments that are no object",
      "a",
      `${SERVER} import { v } from "convex/values"; export const q = query({ args: v.string() as any, handler: async () => 1 });`,
      "Invalid JSON returned from a.js:q.exportArgs(): Args validator must be an object or any",
    ],
    [
      "a name Convex has no path for",
      "my-notes",
      `export const a = 1;`,
      "my-notes.js is not a valid path to a Convex module. Path component my-notes.js can only contain alphanumeric characters, underscores, or periods.",
    ],
  ])("%s", async (_name, module, code, message) => {
    expect(await problemOf({ [`convex/${module}.ts`]: code })).toBe(message);
  });

  it("use node in http.ts", async () => {
    expect(await problemOf({ "convex/http.ts": `"use node";\nexport default 1;` })).toBe(
      '"use node" directive is not allowed for http.ts.',
    );
  });

  it("no functions folder", async () => {
    expect(await problemOf({ "README.md": "" })).toMatch(/^There is no folder convex with functions in /);
  });

  it("no convex package", async () => {
    const project = fixtureProject({ "convex/a.ts": "export const a = 1;" });
    project.remove("node_modules");
    await expect(runFixture(project)).rejects.toThrow(/^The package convex is not installed in /);
  });

  it("a module that never ends leaves the emulator alive", async () => {
    expect(await problemOf({ "convex/a.ts": `export const a = 1; for (;;);` })).toBe(
      "Function execution timed out (maximum duration: 1s)",
    );
  });
});

describe("functions that misbehave", () => {
  it("a loop without end is stopped, rows and other calls survive", async () => {
    const app = await deploy({
      "convex/a.ts": `${SERVER}
        export const forever = query({ handler: async () => { for (;;); } });
        export const never = query({ handler: async () => await new Promise(() => {}) });
        export const neverEnds = action({ handler: async () => await new Promise(() => {}) });
        export const spin = action({ handler: async () => { for (;;); } });
        export const add = mutation({ handler: async (ctx) => { await ctx.db.insert("rows", {}); } });
        export const count = query({ handler: async (ctx) => (await ctx.db.query("rows").collect()).length });`,
    });
    await app.mutation("a:add");
    const timedOut = {
      success: false,
      errorMessage: "Function execution timed out (maximum duration: 1s)\n",
    };
    for (const call of [app.query("a:forever"), app.query("a:never")]) {
      const [hung, added, counted] = await Promise.all([call, app.mutation("a:add"), app.query("a:count")]);
      expect(hung).toMatchObject(timedOut);
      expect(added).toMatchObject({ success: true });
      expect(counted).toMatchObject({ success: true });
    }
    expect(await app.query("a:count")).toMatchObject({ value: 3 });
    const [unfinished, counting] = await Promise.all([app.action("a:neverEnds"), app.query("a:count")]);
    expect(unfinished).toMatchObject({
      errorMessage: "Function execution timed out (maximum duration: 6s)\n",
    });
    expect(counting).toMatchObject({ value: 3 });
    const [spun, counted] = await Promise.all([app.action("a:spin"), app.query("a:count")]);
    expect(spun).toMatchObject({ success: false });
    expect(counted).toMatchObject({ value: 3 });
  });

  it("a function that takes all memory ends, and not the emulator", async () => {
    const app = await deploy({
      "convex/a.ts": `${SERVER}
        export const greedy = query({ handler: async () => { const kept: number[][] = []; for (;;) kept.push(Array.from({ length: 100_000 }, Math.random)); } });
        export const ok = query({ handler: async () => "ok" });`,
    });
    expect(await app.query("a:greedy")).toMatchObject({
      errorMessage: expect.stringMatching(
        /^(?:JavaScript execution ran out of memory \(maximum memory usage: 64 MB\)|Function execution timed out \(maximum duration: 1s\))\n$/,
      ) as string,
    });
    expect(await app.query("a:ok")).toMatchObject({ value: "ok" });
  });

  it("process.exit, stray promises and throws from timers end nothing but themselves", async () => {
    const app = await deploy({
      "convex/a.ts": `"use node";\n${SERVER}
        export const leave = action({ handler: async () => { process.exit(1); } });
        export const stray = action({ handler: async () => { void Promise.reject(new Error("stray")); return "done"; } });
        export const timer = action({ handler: async () => { setTimeout(() => { throw new Error("late"); }, 1); return "done"; } });`,
      "convex/b.ts": `${SERVER} export const ok = query({ handler: async () => "ok" });`,
    });
    expect(await app.action("a:leave")).toMatchObject({ success: false });
    expect(await app.query("b:ok")).toMatchObject({ value: "ok" });
    expect(await app.action("a:stray")).toMatchObject({ value: "done" });
    expect(await app.action("a:timer")).toMatchObject({ value: "done" });
    expect(await app.query("b:ok")).toMatchObject({ value: "ok" });
  });

  it("results that cannot be sent", async () => {
    const app = await deploy({
      "convex/a.ts": `${SERVER}
        export const circle = query({ handler: async () => { const a: any = {}; a.a = a; return a; } });
        export const fn = query({ handler: async () => ({ f: () => 1 }) });
        export const large = query({ handler: async () => "x".repeat(10 * 1024 * 1024) });
        export const tooLarge = query({ handler: async () => Array.from({ length: 20 }, () => "x".repeat(1024 * 1024)) });
        export const cursor = query({ handler: async (ctx) => ctx.db.query("rows") as any });
        export const thrown = query({ handler: async () => { throw "a string"; } });
        export const odd = query({ handler: async () => { throw { get message() { throw new Error("no"); } }; } });
        export const deep = query({ handler: async () => { const go = (): number => go() + 1; return go(); } });`,
    });
    const errorOf = async (path: string): Promise<string> => {
      const result = await app.query(path);
      return result.success ? "success" : result.errorMessage;
    };
    expect(await errorOf("a:circle")).toMatch(/^Uncaught RangeError: Maximum call stack size exceeded/);
    expect(await errorOf("a:fn")).toMatch(/is not a supported Convex type/);
    expect(await app.query("a:large")).toMatchObject({ success: true });
    expect(await errorOf("a:tooLarge")).toBe(
      "Function a.js:tooLarge return value is too large (actual: 20.00 MiB, limit: 16 MiB)\n",
    );
    expect(await errorOf("a:cursor")).toMatch(/Return value is a Query\. Results must be retrieved with/);
    expect(await errorOf("a:thrown")).toBe("Uncaught a string\n");
    expect(await errorOf("a:odd")).toMatch(/^Uncaught /);
    expect(await errorOf("a:deep")).toMatch(
      /^Uncaught RangeError: Maximum call stack size exceeded\n {4}at go \(\.\.\/convex\/a\.ts:\d+:\d+\)/,
    );
  });

  it("code that meddles with what all share", async () => {
    const app = await deploy({
      "convex/a.ts": `${SERVER}
        export const meddle = query({ handler: async () => {
          (globalThis as any).Convex = undefined;
          Object.prototype.toString = () => "mine";
          return null;
        } });
        export const ok = query({ handler: async (ctx) => (await ctx.db.query("rows").collect()).length });`,
    });
    await app.query("a:meddle");
    expect(await app.query("a:ok")).toMatchObject({ value: 0 });
  });
});
