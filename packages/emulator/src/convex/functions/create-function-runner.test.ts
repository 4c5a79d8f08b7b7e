import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identityFromClaims } from "@convex-authkit/core";
import { type Fixture, fixtureProject, runFixture } from "./testing/fixture-project.ts";

const NOTES = `
import { v } from "convex/values";
import { action, internalQuery, mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";

export const list = query({ args: {}, handler: async (ctx) => await ctx.db.query("notes").collect() });
export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => await ctx.db.insert("notes", { text }),
});
export const who = query({ handler: async (ctx) => await ctx.auth.getUserIdentity() });
export const secret = internalQuery({ handler: async () => process.env.SECRET ?? null });
export const reveal = action({ handler: async (ctx) => await ctx.runQuery(internal.notes.secret, {}) });
export const fail = query({
  handler: async () => {
    console.log("about to fail", { deep: [1n] });
    throw new Error("no luck");
  },
});
`;

describe("a small app", () => {
  let app: Fixture;
  beforeAll(async () => {
    app = await runFixture(
      fixtureProject({
        "convex/notes.ts": NOTES,
        "convex/schema.ts": `import { defineSchema, defineTable } from "convex/server";
          import { v } from "convex/values";
          export default defineSchema({ notes: defineTable({ text: v.string() }) });`,
        "convex/auth.config.ts": `export default { providers: [{
          type: "customJwt", issuer: \`https://api.workos.com/user_management/\${process.env.WORKOS_CLIENT_ID}\`,
          algorithm: "RS256", jwks: \`https://api.workos.com/sso/jwks/\${process.env.WORKOS_CLIENT_ID}\`, applicationID: undefined }] };`,
      }),
      { variables: { WORKOS_CLIENT_ID: "client_01", SECRET: "hidden" } },
    );
  });
  afterAll(async () => await app.runner.close());

  it("is deployed with its functions and its auth config", async () => {
    expect(app.runner.deployment().problem).toBeNull();
    expect(app.runner.deployment().functions.map(({ path }) => path)).toContain("notes:list");
    expect(await app.runner.authConfig()).toEqual({
      providers: [
        {
          type: "customJwt",
          issuer: "https://api.workos.com/user_management/client_01",
          algorithm: "RS256",
          jwks: "https://api.workos.com/sso/jwks/client_01",
        },
      ],
    });
  });

  it("writes and reads", async () => {
    let changes = 0;
    const stop = app.runner.onChange(() => changes++);
    expect(await app.mutation("notes:add", { text: "first" })).toMatchObject({ success: true });
    expect(changes).toBe(1);
    stop();
    expect(await app.query("notes:list")).toMatchObject({ success: true, value: [{ text: "first" }] });
    expect(await app.query("notes.js:list")).toMatchObject({ success: true });
  });

  it("hands the identity over as it is", async () => {
    const { identity } = identityFromClaims({
      iss: "https://i",
      sub: "user_1",
      picture: "https://p",
      a: { b: 1 },
    });
    expect(await app.runner.run("query", "notes:who", {}, { identity })).toMatchObject({ value: identity });
    expect(await app.query("notes:who")).toMatchObject({ value: null });
  });

  it("throws the refusal of a token where the identity is asked for", async () => {
    const refused = { code: "NoAuthProvider", message: "No auth provider found" };
    expect(await app.runner.run("query", "notes:who", {}, { refused })).toMatchObject({
      success: false,
      errorMessage: expect.stringContaining("Uncaught Error: No auth provider found") as string,
    });
  });

  it("keeps internal functions from clients, not from other functions or an admin key", async () => {
    expect(await app.query("notes:secret")).toMatchObject({
      errorMessage: expect.stringMatching(
        /^Could not find public function for 'notes:secret'\.\n$/,
      ) as string,
    });
    expect(await app.action("notes:reveal")).toMatchObject({ success: true, value: "hidden" });
    const admin = { identity: null, admin: true };
    expect(await app.runner.run("any", "notes:secret", {}, admin)).toMatchObject({ value: "hidden" });
  });

  it("shows the error with its source line, and what was logged", async () => {
    expect(await app.query("notes:fail")).toEqual({
      success: false,
      errorMessage: expect.stringMatching(
        /^Uncaught Error: no luck\n {4}at handler \(\.\.\/convex\/notes\.ts:17:11\)\n$/,
      ) as string,
      logLines: ["[LOG] 'about to fail' {\n  deep: [ 1n ]\n}"],
    });
  });
});
