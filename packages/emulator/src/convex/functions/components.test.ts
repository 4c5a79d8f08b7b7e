import { afterEach, describe, expect, it } from "vitest";
import { type Fixture, fixtureProject, runFixture } from "./testing/fixture-project.ts";

const open: Fixture[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(async ({ runner }) => await runner.close()));
});

const COUNTER = {
  "node_modules_local/counter/src/convex.config.ts": `
    import { defineComponent } from "convex/server";
    export default defineComponent("counter");`,
  "node_modules_local/counter/src/schema.ts": `
    import { defineSchema, defineTable } from "convex/server";
    import { v } from "convex/values";
    export default defineSchema({ counts: defineTable({ name: v.string(), count: v.number() }).index("name", ["name"]) });`,
  "node_modules_local/counter/src/lib.ts": `
    import { v } from "convex/values";
    import { internal } from "./_generated/api";
    import { internalMutation, mutation, query } from "./_generated/server";
    export const add = mutation({ args: { name: v.string() }, handler: async (ctx, { name }) => {
      const row = await ctx.db.query("counts").withIndex("name", (q) => q.eq("name", name)).unique();
      if (row === null) await ctx.db.insert("counts", { name, count: 1 });
      else await ctx.db.patch(row._id, { count: row.count + 1 });
    } });
    export const get = query({ args: { name: v.string() }, handler: async (ctx, { name }) =>
      (await ctx.db.query("counts").withIndex("name", (q) => q.eq("name", name)).unique())?.count ?? 0 });
    export const seen = query({ handler: async (ctx) => [await ctx.auth.getUserIdentity(), process.env.SECRET ?? null] });
    export const broken = mutation({ handler: async (ctx) => { await ctx.db.insert("counts", { name: 1 } as any); } });
    export const addLater = mutation({ args: { name: v.string() }, handler: async (ctx, args) => {
      await ctx.scheduler.runAfter(1000, internal.lib.addAtLast, args);
    } });
    export const addAtLast = internalMutation({ args: { name: v.string() }, handler: async (ctx, { name }) => {
      await ctx.db.insert("counts", { name, count: 100 });
    } });`,
};

const APP = {
  "convex/convex.config.ts": `
    import { defineApp } from "convex/server";
    import counter from "../node_modules_local/counter/src/convex.config";
    const app = defineApp();
    app.use(counter);
    app.use(counter, { name: "second" });
    export default app;`,
  "convex/app.ts": `
    import { action, mutation, query } from "./_generated/server";
    import { components } from "./_generated/api";
    const { counter, second } = components as any;
    export const add = mutation({ handler: async (ctx) => { await ctx.runMutation(counter.lib.add, { name: "a" }); } });
    export const addAndFail = mutation({ handler: async (ctx) => {
      await ctx.runMutation(counter.lib.add, { name: "a" });
      throw new Error("no");
    } });
    export const addByAction = action({ handler: async (ctx) => { await ctx.runMutation(second.lib.add, { name: "a" }); } });
    export const counts = query({ handler: async (ctx) => [
      await ctx.runQuery(counter.lib.get, { name: "a" }),
      await ctx.runQuery(second.lib.get, { name: "a" }),
    ] });
    export const seen = query({ handler: async (ctx) => await ctx.runQuery(counter.lib.seen, {}) });
    export const broken = mutation({ handler: async (ctx) => await ctx.runMutation(counter.lib.broken, {}) });
    export const later = mutation({ handler: async (ctx) => { await ctx.runMutation(counter.lib.addLater, { name: "later" }); } });
    export const afterwards = query({ handler: async (ctx) => await ctx.runQuery(counter.lib.get, { name: "later" }) });`,
};

async function run(files: Record<string, string>, variables: Record<string, string> = {}): Promise<Fixture> {
  const app = await runFixture(fixtureProject(files), { variables });
  open.push(app);
  return app;
}

describe("components", () => {
  it("have tables of their own, for each use, in the transaction of their caller", async () => {
    const app = await run({ ...COUNTER, ...APP });
    expect(app.runner.deployment().problem).toBeNull();
    await app.mutation("app:add");
    await app.mutation("app:add");
    expect(await app.mutation("app:addAndFail")).toMatchObject({ success: false });
    expect(await app.action("app:addByAction")).toMatchObject({ success: true });
    expect(await app.query("app:counts")).toMatchObject({ value: [2, 1] });
    await app.runner.reset();
    expect(await app.query("app:counts")).toMatchObject({ value: [0, 0] });
  });

  it("see neither who calls nor the app's variables", async () => {
    const app = await run({ ...COUNTER, ...APP }, { SECRET: "s" });
    const identity = { tokenIdentifier: "i|s", issuer: "i", subject: "s" };
    expect(await app.runner.run("query", "app:seen", {}, { identity })).toMatchObject({
      value: [null, null],
    });
  });

  it("have their schema enforced, and are closed to clients", async () => {
    const app = await run({ ...COUNTER, ...APP });
    expect(await app.mutation("app:broken")).toMatchObject({
      errorMessage: expect.stringContaining(
        'Failed to insert or update a document in table "counts"',
      ) as string,
    });
    expect(await app.query("lib:get", { name: "a" })).toMatchObject({
      errorMessage: "Could not find public function for 'lib:get'.\n",
    });
  });

  it("run their own functions later", async () => {
    const app = await run({ ...COUNTER, ...APP });
    await app.mutation("app:later");
    expect(await app.query("app:afterwards")).toMatchObject({ value: 0 });
    await app.clock.advance("1s");
    expect(await app.query("app:afterwards")).toMatchObject({ value: 100 });
  });

  it("may use others, and may live in the functions folder", async () => {
    const app = await run({
      ...COUNTER,
      "convex/convex.config.ts": `
        import { defineApp } from "convex/server";
        import outer from "./outer/convex.config.js";
        const app = defineApp();
        app.use(outer);
        export default app;`,
      "convex/outer/convex.config.ts": `
        import { defineComponent } from "convex/server";
        import counter from "../../node_modules_local/counter/src/convex.config";
        const component = defineComponent("outer");
        component.use(counter, { name: "inner" });
        export default component;`,
      "convex/outer/door.ts": `
        import { mutation } from "./_generated/server";
        import { components } from "./_generated/api";
        const { inner } = components as any;
        export const add = mutation({ handler: async (ctx) => {
          await ctx.runMutation(inner.lib.add, { name: "a" });
          return await ctx.runQuery(inner.lib.get, { name: "a" });
        } });`,
      "convex/app.ts": `
        import { mutation } from "./_generated/server";
        import { components } from "./_generated/api";
        export const add = mutation({ handler: async (ctx) => await ctx.runMutation((components as any).outer.door.add, {}) });`,
    });
    expect(app.runner.deployment()).toMatchObject({ problem: null, functions: [{ path: "app:add" }] });
    expect(await app.mutation("app:add")).toMatchObject({ value: 1 });
  });

  it("that are set up wrongly are a failed push with a sentence", async () => {
    const problem = async (config: string): Promise<string | null> =>
      (await run({ ...COUNTER, "convex/convex.config.ts": config })).runner.deployment().problem;
    expect(await problem(`export default { app: 1 };`)).toMatch(
      /must have a default export made with `defineApp\(\)`/,
    );
    expect(await problem(`import nothing from "nothing/convex.config"; export default nothing;`)).toMatch(
      /^Could not resolve "nothing\/convex.config"/,
    );
    expect(await problem(`throw new Error("no"); export default 1;`)).toMatch(
      /cannot be evaluated: Uncaught Error: no$/,
    );
  });

  it("say what of them is not emulated", async () => {
    const app = await run({
      ...COUNTER,
      ...APP,
      "convex/convex.config.ts": `
        import { defineApp } from "convex/server";
        import counter from "../node_modules_local/counter/src/convex.config";
        const app = defineApp();
        app.use(counter, { httpPrefix: "/counter/", env: { A: "b" } });
        app.use(counter, { name: "second" });
        export default app;`,
    });
    expect(app.runner.deployment().notEmulated).toEqual([
      "The emulator does not mount the HTTP actions of components (httpPrefix); use a Convex dev deployment for it.",
      "The emulator does not hand environment variables to components (env); use a Convex dev deployment for it.",
    ]);
    const response = await app.runner.httpAction(new Request("http://127.0.0.1:3211/counter/a"), {
      identity: null,
    });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      code: expect.stringContaining("does not mount the HTTP actions of components") as string,
    });
  });
});
