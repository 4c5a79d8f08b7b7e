import { once } from "node:events";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { fault } from "../../faults/fault.ts";
import type { TimelineEvent } from "../../timeline/event.ts";
import { type Fixture, fixtureProject, type FixtureProject, runFixture } from "./testing/fixture-project.ts";

const open: Fixture[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(async ({ runner }) => await runner.close()));
});

async function run(...args: Parameters<typeof runFixture>): Promise<Fixture> {
  const app = await runFixture(...args);
  open.push(app);
  return app;
}

const ROWS = `
import { mutation, query } from "./_generated/server";
export const add = mutation({ handler: async (ctx, row: any) => await ctx.db.insert("rows", row) });
export const all = query({ handler: async (ctx) => await ctx.db.query("rows").collect() });
`;

const provider = (issuer: string): string =>
  `{ type: "customJwt", issuer: ${issuer}, algorithm: "RS256", jwks: "https://a.example/jwks" }`;
const authConfig = (...providers: string[]): string =>
  `export default { providers: [${providers.join(", ")}] };`;

async function problemOf(config: string, variables: Record<string, string> = {}): Promise<string | null> {
  const app = await run(fixtureProject({ "convex/auth.config.ts": config, "convex/rows.ts": ROWS }), {
    variables,
  });
  return app.runner.deployment().problem;
}

describe("the auth config at a push", () => {
  it.each([
    [
      "no default export",
      `export const providers = [];`,
      "auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [
      "null",
      `export default null;`,
      "auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [
      "nothing at all",
      ``,
      "auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [
      "no providers",
      `export default {};`,
      "auth config file must include a list of provider credentials: missing field `providers`",
    ],
    [
      "a bigint",
      `export default { providers: [{ a: 1n }] };`,
      "auth config file can only contain strings To learn more, see the auth documentation at https://docs.convex.dev/auth.",
    ],
    [
      "the shared issuer without applicationID",
      authConfig(provider(`"https://api.workos.com/"`)),
      "This auth configuration appears potentially insecure: Provider at index 0 has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT.",
    ],
    ["a throw", `throw new Error("no");`, "Uncaught Error: no"],
    [
      "time",
      `export default { providers: [], at: Date.now() };`,
      "Uncaught Error: Date unsupported when evaluating auth config file",
    ],
    [
      "the date",
      `export default { providers: [], at: new Date() };`,
      "Uncaught Error: Date unsupported when evaluating auth config file",
    ],
    [
      "chance",
      `export default { providers: [], at: Math.random() };`,
      "Uncaught Error: Math.random unsupported when evaluating auth config file",
    ],
    [
      "a loop without end",
      `for (;;); export default { providers: [] };`,
      "Function execution timed out (maximum duration: 1s)",
    ],
  ])("is refused: %s", async (_name, config, message) => {
    expect(await problemOf(config)).toBe(`The pushed auth config is invalid: ${message}`);
  });

  it("is refused where it reads a variable that is not set, even with another value at hand", async () => {
    expect(await problemOf(authConfig(provider("process.env.ISSUER ?? 'https://a.example'")))).toBe(
      "Environment variable ISSUER is used in auth config file but its value was not set",
    );
  });

  it("is refused twice", async () => {
    const project = fixtureProject({
      "convex/auth.config.ts": authConfig(),
      "convex/auth.config.js": authConfig(),
    });
    const app = await run(project);
    expect(app.runner.deployment().problem).toBe(
      `Found both ${join(project.root, "convex/auth.config.js")} and ${join(project.root, "convex/auth.config.ts")}, choose one.`,
    );
  });

  it.each([
    ["an empty variable", authConfig(provider("`https://${process.env.EMPTY}a.example`"))],
    ["the deployment's own variables", authConfig(provider("process.env.CONVEX_SITE_URL!"))],
    ["dates that are given", `export default { providers: [], at: new Date(0).getTime() };`],
    ["URLs and CommonJS", `module.exports = { providers: [], at: new URL("https://a.example/b").pathname };`],
    ["JSON.stringify of its own", `JSON.stringify = () => "no"; export default { providers: [] };`],
    ["helpers from other files", `import { list } from "./rows_list"; export default { providers: list() };`],
  ])("is accepted: %s", async (_name, config) => {
    const app = await run(
      fixtureProject({
        "convex/auth.config.ts": config,
        "convex/rows_list.ts": "export const list = () => [];",
      }),
      { variables: { EMPTY: "" } },
    );
    expect(app.runner.deployment().problem).toBeNull();
    expect(await app.runner.authConfig()).toMatchObject({ providers: expect.any(Array) as unknown[] });
  });

  it("is none where there is no file", async () => {
    const app = await run(fixtureProject({ "convex/rows.ts": ROWS }));
    expect(await app.runner.authConfig()).toBeNull();
  });
});

describe("a deployment variable", () => {
  const project = (): FixtureProject =>
    fixtureProject({
      "convex/rows.ts": `${ROWS} export const mode = query({ handler: async () => process.env.MODE ?? null });`,
      "convex/auth.config.ts": authConfig(provider("`https://${process.env.HOST}`")),
    });

  it("changes the auth config at once, and what functions read", async () => {
    const app = await run(project(), { variables: { HOST: "a.example" } });
    const told: string[] = [];
    app.runner.onAuthConfigChange(() => told.push("auth config"));
    app.runner.onChange(() => told.push("queries"));
    await app.runner.setVariable("HOST", "b.example");
    expect(await app.runner.authConfig()).toMatchObject({ providers: [{ issuer: "https://b.example" }] });
    await app.runner.setVariable("MODE", "on");
    expect(await app.query("rows:mode")).toMatchObject({ value: "on" });
    await app.runner.setVariable("MODE", null);
    expect(await app.query("rows:mode")).toMatchObject({ value: null });
    expect(told).toEqual(["auth config", "queries", "queries", "queries"]);
  });

  it("stays as it was where the change would break the auth config", async () => {
    const app = await run(project(), { variables: { HOST: "a.example" } });
    await expect(app.runner.setVariable("HOST", null)).rejects.toThrow(
      "Environment variable HOST is used in auth config file but its value was not set",
    );
    await expect(app.runner.setVariable("HOST", "a b")).rejects.toThrow(
      /^This change would make the auth config invalid: Invalid provider domain URL/,
    );
    expect(await app.runner.authConfig()).toMatchObject({ providers: [{ issuer: "https://a.example" }] });
  });

  it("lets a push go through that failed for want of it", async () => {
    const app = await run(project());
    expect(app.runner.deployment()).toMatchObject({
      problem: "Environment variable HOST is used in auth config file but its value was not set",
      functions: [],
    });
    expect(await app.query("rows:all")).toMatchObject({
      errorMessage: "Could not find public function for 'rows:all'.\n",
    });
    await app.runner.setVariable("HOST", "a.example");
    expect(app.runner.deployment().problem).toBeNull();
    expect(await app.query("rows:all")).toMatchObject({ value: [] });
  });

  it.each([
    [
      "CONVEX_SITE_URL",
      "x",
      'Environment variable with name "CONVEX_SITE_URL" is built-in and cannot be overridden',
    ],
    ["1A", "x", "The environment variable name 1A is invalid."],
    ["A".repeat(257), "x", "is too long. Environment variable names must be less than 256."],
    ["A", "ä".repeat(4_097), "The environment variable value is 8194 bytes, which is too large."],
  ])("has Convex's limits: %s", async (name, value, message) => {
    const app = await run(fixtureProject({ "convex/rows.ts": ROWS }));
    await expect(app.runner.setVariable(name, value)).rejects.toThrow(message);
  });

  it("is what a fault makes of it, for as long as the fault is on", async () => {
    const unset = fault({
      id: "deployment-env-unset",
      side: "convex",
      title: "",
      about: "",
      provokes: [],
      parameters: {},
      at: { deploymentVariables: ({ HOST: _host, ...others }) => others },
    });
    const app = await run(project(), { variables: { HOST: "a.example" } }, { known: [unset] });
    app.faults.set("deployment-env-unset");
    expect(await app.runner.authConfig()).toBeNull();
    expect(await app.query("rows:all")).toMatchObject({ success: false });
    expect(app.runner.deployment().problem).toMatch(/^Environment variable HOST is used/);
    app.faults.clear();
    expect(await app.runner.authConfig()).toMatchObject({ providers: [{ issuer: "https://a.example" }] });
    expect(await app.query("rows:all")).toMatchObject({ success: true });
    expect(app.runner.deployment().problem).toBeNull();
  });
});

describe("saving a file", () => {
  /** The next event about a push. */
  async function nextPush(app: Fixture, save: () => void): Promise<TimelineEvent> {
    const pushed = new EventTarget();
    const stop = app.timeline.subscribe((event) => {
      if (event.kind === "push") pushed.dispatchEvent(new CustomEvent("push", { detail: event }));
    });
    const waiting = once(pushed, "push");
    save();
    const [event] = (await waiting) as [CustomEvent<TimelineEvent>];
    stop();
    return event.detail;
  }

  it("deploys it and keeps the rows", async () => {
    const project = fixtureProject({ "convex/rows.ts": ROWS });
    const app = await run(project, { watch: true });
    await app.mutation("rows:add", { n: 1 });
    await nextPush(app, () =>
      project.write({
        "convex/more/count.ts": `import { query } from "../_generated/server";
        export default query({ handler: async (ctx) => (await ctx.db.query("rows").collect()).length });`,
      }),
    );
    expect(await app.query("more/count")).toMatchObject({ value: 1 });
    await app.mutation("rows:add", { n: 2 });
    // As editors do: another file takes its place.
    await nextPush(app, () => {
      project.write({ "rows.tmp": ROWS.replace(".collect()", ".first()") });
      renameSync(join(project.root, "rows.tmp"), join(project.root, "convex/rows.ts"));
    });
    expect(await app.query("rows:all")).toMatchObject({ value: { n: 1 } });
    await nextPush(app, () => project.remove("convex/more"));
    expect(await app.query("more/count")).toMatchObject({ success: false });
  });

  it("that is broken leaves in force what was deployed, until it is mended", async () => {
    const project = fixtureProject({ "convex/rows.ts": ROWS, "convex/schema.ts": schema("v.any()") });
    const app = await run(project, { watch: true });
    await app.mutation("rows:add", { n: "one" });

    const broken = await nextPush(app, () => project.write({ "convex/rows.ts": `${ROWS} const a = ;` }));
    expect(broken).toMatchObject({ outcome: "refused", step: "setup" });
    expect(app.runner.deployment().problem).toMatch(/^Unexpected ";"\n {4}convex\/rows\.ts:5:12/);
    expect(await app.query("rows:all")).toMatchObject({ value: [{ n: "one" }] });
    await nextPush(app, () => project.write({ "convex/rows.ts": ROWS }));
    expect(app.runner.deployment().problem).toBeNull();

    await nextPush(app, () => project.write({ "convex/schema.ts": schema("v.number()") }));
    expect(app.runner.deployment().problem).toMatch(
      /^Schema validation failed\.\nDocument with ID "\d+rows" in table "rows" does not match the schema: Value does not match validator\.\nPath: \.n\nValue: "one"\nValidator: v\.float64\(\)$/,
    );
    expect(await app.mutation("rows:add", { n: "two" })).toMatchObject({ success: true });
    await app.runner.reset();
    await nextPush(app, () => project.write({ "convex/schema.ts": `${schema("v.number()")} // again` }));
    expect(app.runner.deployment().problem).toBeNull();
    expect(await app.mutation("rows:add", { n: "three" })).toMatchObject({ success: false });
  });

  it("of another package of the workspace deploys as well", async () => {
    const project = fixtureProject({
      "packages/shared/package.json": `{ "name": "shared", "exports": "./index.ts" }`,
      "packages/shared/index.ts": `export const answer: number = 1;`,
      "packages/backend/convex.json": `{ "functions": "src/convex/" }`,
      "packages/backend/src/convex/a.ts": `import { answer } from "../../../shared";
        import { query } from "./_generated/server";
        export const get = query({ handler: async () => answer });`,
    });
    const app = await run(
      { root: join(project.root, "packages/backend") },
      { functions: "src/convex/", watch: true },
    );
    expect(await app.query("a:get")).toMatchObject({ value: 1 });
    await nextPush(app, () =>
      project.write({ "packages/shared/index.ts": `export const answer: number = 42;` }),
    );
    expect(await app.query("a:get")).toMatchObject({ value: 42 });
  });

  it("keeps scheduled functions waiting", async () => {
    const later = `${ROWS}
      import { api } from "./_generated/api";
      export const later = mutation({ handler: async (ctx) => { await ctx.scheduler.runAfter(60_000, api.rows.add, { n: 9 }); } });`;
    const project = fixtureProject({ "convex/rows.ts": later });
    const app = await run(project, { watch: true });
    await app.mutation("rows:later");
    await nextPush(app, () => project.write({ "convex/rows.ts": `${later}\nexport const another = 1;` }));
    await app.clock.advance("1m");
    expect(await app.query("rows:all")).toMatchObject({ value: [{ n: 9 }] });
  });
});

function schema(validator: string): string {
  return `import { defineSchema, defineTable } from "convex/server";
    import { v } from "convex/values";
    export default defineSchema({ rows: defineTable({ n: ${validator} }) });`;
}
