import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, fixtureProject, runFixture } from "./testing/fixture-project.ts";

const SCHEMA = `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({
  rows: defineTable({ n: v.number(), by: v.optional(v.id("people")) }).index("by_n", ["n"]),
  people: defineTable({ name: v.string() }),
});`;

const ROWS = `
import { paginationOptsValidator } from "convex/server";
import { ConvexError, v } from "convex/values";
import { action, internalAction, internalMutation, mutation, query } from "./_generated/server";
import { api, internal } from "./_generated/api";

let calls = 0;
export const countCalls = query({ handler: async () => ++calls });
export const add = mutation({
  args: { n: v.number() },
  returns: v.id("rows"),
  handler: async (ctx, { n }) => await ctx.db.insert("rows", { n }),
});
export const addMany = mutation({
  args: { count: v.number() },
  handler: async (ctx, { count }) => { for (let n = 0; n < count; n++) await ctx.db.insert("rows", { n }); },
});
export const all = query({ handler: async (ctx) => (await ctx.db.query("rows").withIndex("by_n").collect()).map(({ n }) => n) });
export const page = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: async (ctx, { paginationOpts }) => await ctx.db.query("rows").withIndex("by_n").paginate(paginationOpts),
});
export const addThenFail = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("rows", { n: 99 });
    throw new ConvexError({ code: "no", amount: 5n });
  },
});
export const wrongRow = mutation({ handler: async (ctx) => await ctx.db.insert("rows", { n: "one" as any }) });
export const wrongPatch = mutation({
  args: { id: v.id("rows") },
  handler: async (ctx, { id }) => await ctx.db.patch(id, { n: undefined }),
});
export const wrongReturn = query({ returns: v.string(), handler: async () => 5 as any });
export const addTwice = action({
  args: {},
  handler: async (ctx) => {
    await Promise.all([ctx.runMutation(api.rows.add, { n: 1 }), ctx.runMutation(api.rows.add, { n: 2 })]);
    return await ctx.runQuery(api.rows.all, {});
  },
});
export const failInside = action({ handler: async (ctx) => await ctx.runMutation(api.rows.addThenFail, {}) });
export const failPlainlyInside = action({ handler: async (ctx) => await ctx.runMutation(internal.rows.broken, {}) });
export const failInsideMutation = mutation({ handler: async (ctx) => await ctx.runMutation(internal.rows.broken, {}) });
export const broken = internalMutation({ handler: async () => { throw new TypeError("broken"); } });
export const fetches = query({ handler: async () => await fetch("http://127.0.0.1:1/") });
export const waits = action({ handler: async () => { await new Promise((resolve) => setTimeout(resolve, 1)); return "waited"; } });
export const time = mutation({ handler: async () => [Date.now(), new Date().getTime()] });
export const globals = query({ handler: async () => [typeof self, typeof Buffer, typeof require, typeof setImmediate, typeof process.cwd] });
export const later = mutation({
  args: { ms: v.number(), n: v.number(), fail: v.optional(v.boolean()) },
  handler: async (ctx, { ms, n, fail }) => {
    const id = await ctx.scheduler.runAfter(ms, api.rows.add, { n });
    if (fail) throw new Error("changed my mind");
    return id;
  },
});
export const nowhere = mutation({ handler: async (ctx) => await ctx.scheduler.runAfter(0, (api as any).nothing.here, {}) });
export const missing = action({ handler: async (ctx) => await ctx.scheduler.runAfter(0, (api as any).rows.here, {}) });
export const cancel = mutation({ args: { id: v.id("_scheduled_functions") }, handler: async (ctx, { id }) => await ctx.scheduler.cancel(id) });
export const scheduled = query({ handler: async (ctx) => (await ctx.db.system.query("_scheduled_functions").collect()).map(({ state }) => state.kind) });
export const identityLater = mutation({ handler: async (ctx) => { await ctx.scheduler.runAfter(0, internal.rows.noteIdentity, {}); } });
export const noteIdentity = internalMutation({ handler: async (ctx) => {
  await ctx.db.insert("people", { name: String(await ctx.auth.getUserIdentity()) });
} });
export const names = query({ handler: async (ctx) => (await ctx.db.query("people").collect()).map(({ name }) => name) });
`;

const NODE = `
"use node";
import { createHash } from "node:crypto";
import { action } from "./_generated/server";
import { api } from "./_generated/api";
let calls = 0;
export const hash = action({ handler: async (ctx) => {
  await ctx.runQuery(api.rows.all, {});
  return [createHash("sha256").update("a").digest("hex").slice(0, 8), ++calls, Buffer.from("a").length, process.env.HOME ?? null];
} });
`;

const message = (text: string): unknown => expect.stringContaining(text);

describe("functions", () => {
  let app: Fixture;
  beforeAll(async () => {
    app = await runFixture(
      fixtureProject({ "convex/schema.ts": SCHEMA, "convex/rows.ts": ROWS, "convex/node.ts": NODE.trim() }),
    );
    expect(app.runner.deployment().problem).toBeNull();
  });
  afterAll(async () => await app.runner.close());

  it("find their module fresh at each call, in Node's runtime as it was", async () => {
    expect([await app.query("rows:countCalls"), await app.query("rows:countCalls")]).toMatchObject([
      { value: 1 },
      { value: 1 },
    ]);
    expect(await app.action("node:hash")).toMatchObject({ value: ["ca978112", 1, 1, null] });
    expect(await app.action("node:hash")).toMatchObject({ value: ["ca978112", 2, 1, null] });
  });

  it("see what Convex's runtime has and no more", async () => {
    expect(await app.query("rows:globals")).toMatchObject({
      value: ["object", "undefined", "undefined", "undefined", "undefined"],
    });
    expect(await app.query("rows:fetches")).toMatchObject({
      errorMessage: message("Uncaught Error: Can't use fetch() in queries and mutations."),
    });
    expect(await app.action("rows:waits")).toMatchObject({ value: "waited" });
  });

  it("have their arguments, results and rows checked in Convex's words", async () => {
    expect(await app.mutation("rows:add", { n: "one" })).toMatchObject({
      errorMessage: message(
        'ArgumentValidationError: Value does not match validator.\nPath: .n\nValue: "one"\nValidator: v.float64()\n',
      ),
    });
    expect(await app.query("rows:wrongReturn")).toMatchObject({
      errorMessage: message("ReturnsValidationError: Value does not match validator.\n"),
    });
    expect(await app.mutation("rows:wrongRow")).toMatchObject({
      errorMessage: expect.stringMatching(
        /Uncaught Error: Failed to insert or update a document in table "rows" because it does not match the schema: Value does not match validator.\nPath: \.n\nValue: "one"\nValidator: v\.float64\(\)\n {4}at async handler \(\.\.\/convex\/rows\.ts:\d+:\d+\)/,
      ) as string,
    });
    const added = await app.mutation("rows:add", { n: 7 });
    expect(added).toMatchObject({ success: true });
    expect(await app.mutation("rows:wrongPatch", { id: (added as { value: string }).value })).toMatchObject({
      errorMessage: message(
        "because it does not match the schema: Object is missing the required field `n`.",
      ),
    });
    await app.runner.reset();
  });

  it("are refused by kind and by arguments that are no object", async () => {
    expect(await app.query("rows:add", { n: 1 })).toMatchObject({
      errorMessage: message("Trying to execute rows.js:add as Query, but it is defined as Mutation."),
    });
    expect(await app.mutation("rows:add", [1])).toMatchObject({ success: false });
    expect(await app.query("rows:nothing")).toMatchObject({
      errorMessage: message("Could not find public function for 'rows:nothing'."),
    });
  });

  it("undo what a mutation wrote that fails, and hand over the data of a ConvexError", async () => {
    expect(await app.mutation("rows:addThenFail")).toMatchObject({
      success: false,
      errorMessage: message("Uncaught ConvexError: {"),
      errorData: { code: "no", amount: { $integer: "BQAAAAAAAAA=" } },
    });
    expect(await app.action("rows:failInside")).toMatchObject({
      errorData: { code: "no", amount: { $integer: "BQAAAAAAAAA=" } },
    });
    expect(await app.query("rows:all")).toMatchObject({ value: [] });
  });

  it("carry the error of a function they call in their own", async () => {
    const nested =
      /Uncaught Error: Uncaught TypeError: broken\n {4}at handler \(\.\.\/convex\/rows\.ts:\d+:\d+\)\n\n {4}at async handler \(\.\.\/convex\/rows\.ts:\d+:\d+\)\n$/;
    expect(await app.action("rows:failPlainlyInside")).toMatchObject({
      errorMessage: expect.stringMatching(nested) as string,
    });
    expect(await app.mutation("rows:failInsideMutation")).toMatchObject({
      errorMessage: expect.stringMatching(nested) as string,
    });
  });

  it("call each other from actions, at the same time", async () => {
    expect(await app.action("rows:addTwice")).toMatchObject({ value: [1, 2] });
    await app.runner.reset();
  });

  it("have Convex's limits for what one transaction reads and writes", async () => {
    expect(await app.mutation("rows:addMany", { count: 16_001 })).toMatchObject({
      errorMessage: message("Wrote too many documents in a single function execution (limit: 16000)"),
    });
    expect(await app.query("rows:all")).toMatchObject({ value: [] });
  });

  it("live by the emulator's clock, which stands still in a transaction", async () => {
    await app.clock.advance("10d");
    const { value } = (await app.mutation("rows:time")) as { value: [number, number] };
    expect(value[0]).toBe(value[1]);
    expect(Math.abs(value[0] - app.clock.now())).toBeLessThan(60_000);
    app.clock.reset();
  });

  it("run later when they are scheduled, by the emulator's clock and only if the mutation went well", async () => {
    await app.mutation("rows:later", { ms: 60_000, n: 5 });
    await app.mutation("rows:later", { ms: 60_000, n: 6, fail: true });
    const cancelled = (await app.mutation("rows:later", { ms: 60_000, n: 7 })) as { value: string };
    await app.mutation("rows:cancel", { id: cancelled.value });
    expect(await app.query("rows:all")).toMatchObject({ value: [] });
    await app.clock.advance("1m");
    expect(await app.query("rows:all")).toMatchObject({ value: [5] });
    expect(await app.query("rows:scheduled")).toMatchObject({ value: ["success", "canceled"] });
    app.clock.reset();
    await app.runner.reset();
  });

  it("cannot be scheduled unless they exist", async () => {
    expect(await app.mutation("rows:nowhere")).toMatchObject({
      errorMessage: message("Attempted to schedule function at nonexistent path: nothing.js"),
    });
    expect(await app.action("rows:missing")).toMatchObject({
      errorMessage: message("no exported function here found in the file: rows.js."),
    });
  });

  it("run later as nobody", async () => {
    const identity = { tokenIdentifier: "i|s", issuer: "i", subject: "s" };
    await app.runner.run("mutation", "rows:identityLater", {}, { identity });
    await app.clock.advance(1);
    expect(await app.query("rows:names")).toMatchObject({ value: ["null"] });
    await app.runner.reset();
  });

  it("keep a page's end by its journal when rows are added", async () => {
    for (const n of [10, 20, 30]) await app.mutation("rows:add", { n });
    const args = { paginationOpts: { numItems: 2, cursor: null } };
    const nobody = { identity: null };
    const first = await app.runner.run("query", "rows:page", args, nobody);
    if (!first.success) throw new Error(first.errorMessage);
    await app.mutation("rows:add", { n: 15 });
    const rows = (result: unknown): number[] =>
      (result as { value: { page: { n: number }[] } }).value.page.map(({ n }) => n);
    expect(rows(first)).toEqual([10, 20]);
    expect(rows(await app.runner.run("query", "rows:page", args, nobody))).toEqual([10, 15]);
    expect(rows(await app.runner.run("query", "rows:page", args, nobody, first.journal))).toEqual([
      10, 15, 20,
    ]);
    await app.runner.reset();
  });
});

describe("use node", () => {
  it("loads the packages that convex.json names when it runs, and bundles the others", async () => {
    const project = fixtureProject({});
    project.remove("node_modules");
    project.write({
      "convex.json": `{ "node": { "externalPackages": ["outside"] } }`,
      "node_modules/outside/package.json": `{ "name": "outside" }`,
      "node_modules/outside/index.js": `module.exports = __filename;`,
      "node_modules/inside/package.json": `{ "name": "inside", "main": "index.js" }`,
      "node_modules/inside/index.js": `module.exports = typeof __filename;`,
      "convex/a.ts": `"use node";
        import outside from "outside";
        import inside from "inside";
        import { action } from "./_generated/server";
        export const where = action({ handler: async () => [outside, inside] });`,
    });
    project.link("convex");
    const app = await runFixture(project);
    expect(await app.action("a:where")).toMatchObject({
      value: [expect.stringMatching(/node_modules.outside.index\.js$/), "undefined"],
    });
    project.write({ "convex.json": `{ "node": { "externalPackages": ["*"] } }` });
    await app.runner.close();
    const all = await runFixture(project);
    expect(await all.action("a:where")).toMatchObject({ value: [expect.any(String), "string"] });
    await all.runner.close();
  });
});

describe("two apps in one process", () => {
  it("share neither rows nor variables", async () => {
    const files = {
      "convex/rows.ts": `
        import { mutation, query } from "./_generated/server";
        export const add = mutation({ handler: async (ctx) => { await ctx.db.insert("rows", { who: process.env.WHO }); } });
        export const addMany = mutation({
  args: { count: v.number() },
  handler: async (ctx, { count }) => { for (let n = 0; n < count; n++) await ctx.db.insert("rows", { n }); },
});
export const all = query({ handler: async (ctx) => (await ctx.db.query("rows").collect()).map(({ who }) => who) });`,
    };
    const [one, other] = await Promise.all(
      ["one", "other"].map(async (WHO) => await runFixture(fixtureProject(files), { variables: { WHO } })),
    );
    if (one === undefined || other === undefined) throw new Error("They did not start.");
    await Promise.all([one.mutation("rows:add"), other.mutation("rows:add"), other.mutation("rows:add")]);
    expect(await one.query("rows:all")).toMatchObject({ value: ["one"] });
    expect(await other.query("rows:all")).toMatchObject({ value: ["other", "other"] });
    await Promise.all([one.runner.close(), other.runner.close()]);
  });
});
