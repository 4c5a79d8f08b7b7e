import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, fixtureProject, runFixture } from "./testing/fixture-project.ts";

const CODE = `
import { action, mutation, query } from "./_generated/server";
export const store = action({ handler: async (ctx) => await ctx.storage.store(new Blob(["a"])) });
export const url = query({ handler: async (ctx) => await ctx.storage.getUrl("a" as any) });
export const upload = mutation({ handler: async (ctx) => await ctx.storage.generateUploadUrl() });
export const search = query({ handler: async (ctx) =>
  await ctx.db.query("notes").withSearchIndex("text", (q: any) => q.search("text", "a")).collect() });
export const nearest = action({ handler: async (ctx) =>
  await (ctx as any).vectorSearch("notes", "embedding", { vector: [1], limit: 1 }) });
export const list = query({ handler: async (ctx) => await ctx.db.query("notes").collect() });
`;

const SCHEMA = `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({
  notes: defineTable({ text: v.string(), embedding: v.array(v.number()) })
    .searchIndex("text", { searchField: "text" })
    .vectorIndex("embedding", { vectorField: "embedding", dimensions: 1 }),
});`;

const CRONS = `
import { cronJobs } from "convex/server";
import { api } from "./_generated/api";
const crons = cronJobs();
crons.interval("tidy", { minutes: 1 }, api.notes.upload, {});
export default crons;`;

describe("what is not emulated", () => {
  let app: Fixture;
  beforeAll(async () => {
    app = await runFixture(
      fixtureProject({ "convex/notes.ts": CODE, "convex/schema.ts": SCHEMA, "convex/crons.ts": CRONS }),
    );
  });
  afterAll(async () => await app.runner.close());

  it.each([
    ["action", "notes:store", "store files (ctx.storage)"],
    ["query", "notes:url", "store files (ctx.storage)"],
    ["mutation", "notes:upload", "store files (ctx.storage)"],
    ["query", "notes:search", "search text (withSearchIndex)"],
    ["action", "notes:nearest", "search vectors (ctx.vectorSearch)"],
  ] as const)("answers a %s with a sentence: %s", async (kind, path, what) => {
    const sentence = `The emulator does not ${what}; use a Convex dev deployment for it.`;
    expect(await app[kind](path)).toMatchObject({
      success: false,
      errorMessage: expect.stringContaining(`Uncaught Error: ${sentence}\n`) as string,
    });
    expect(app.runner.deployment().notEmulated).toContain(sentence);
  });

  it("is told of at the push where the code declares it, and harms nothing else", async () => {
    expect(app.runner.deployment()).toMatchObject({ problem: null });
    expect(app.runner.deployment().notEmulated).toContain(
      "The emulator does not run cron jobs (crons.ts); use a Convex dev deployment for it.",
    );
    expect(await app.query("notes:list")).toMatchObject({ value: [] });
  });
});
