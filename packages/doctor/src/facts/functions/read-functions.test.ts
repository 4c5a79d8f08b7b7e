import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { createModuleGraph } from "../../source/module-graph.ts";
import { readSourceTexts } from "../source-texts.ts";
import type { FunctionsFact } from "./functions.ts";
import { readFunctions } from "./read-functions.ts";

const SERVER = 'import { query, mutation } from "./_generated/server";\n';

function functionsOf(texts: Record<string, string>): FunctionsFact {
  const files = memoryFiles(texts);
  const reading = { sources: readSourceTexts(files), graph: createModuleGraph(files) };
  return readFunctions(reading, { functionsDir: "convex", dir: "", convexJson: null });
}

function needsIn(source: string, more: Record<string, string> = {}): Record<string, string> {
  const { functions } = functionsOf({ "convex/notes.ts": SERVER + source, ...more });
  return Object.fromEntries(functions.map(({ path, withoutIdentity }) => [path, withoutIdentity]));
}

function claimsIn(body: string): string[] {
  const source = `${SERVER}export const f = query({ handler: async (ctx) => {\n${body}\n} });`;
  return functionsOf({ "convex/f.ts": source }).claimReads.map(
    ({ claim, use, alternatives }) =>
      `${claim} ${use}${alternatives.length > 0 ? ` or ${alternatives.join()}` : ""}`,
  );
}

const READ = "const identity = await ctx.auth.getUserIdentity();";

describe("what a function does without an identity", () => {
  it.each([
    ["throws", `${READ} if (!identity) throw new Error("no"); return 1;`],
    ["throws", `${READ} if (identity === null) { throw new Error("no"); } return 1;`],
    ["throws", `${READ} if (!identity || !identity.email) throw new Error("no"); return 1;`],
    ["throws", `${READ} return identity!.subject;`],
    ["throws", `if (!(await ctx.auth.getUserIdentity())) throw new Error("no"); return 1;`],
    ["tolerates", `${READ} if (!identity) return null; return 1;`],
    ["tolerates", `${READ} if (identity == null) { return []; } throw new Error("later");`],
    ["tolerates", `${READ} return identity?.subject ?? null;`],
    ["tolerates", `return await ctx.auth.getUserIdentity();`],
  ])("%s: %s", (need, body) => {
    expect(needsIn(`export const f = query({ handler: async (ctx) => { ${body} } });`)).toEqual({
      "notes:f": need,
    });
  });

  it("follows helpers of other files", () => {
    const helper = `export async function requireUser(ctx) { ${READ} if (!identity) throw new Error("no"); return identity; }
      export async function maybeUser(ctx) { ${READ} return identity; }`;
    const source = `import { requireUser, maybeUser } from "./auth";
      export const strict = query({ handler: async (ctx) => { const user = await requireUser(ctx); return user; } });
      export const loose = query({ handler: async (ctx) => { const user = await maybeUser(ctx); return user; } });
      export const caught = query({ handler: async (ctx) => { try { await requireUser(ctx); } catch { return null; } } });`;
    expect(needsIn(source, { "convex/auth.ts": helper })).toEqual({
      "notes:strict": "throws",
      "notes:loose": "tolerates",
      "notes:caught": "unknown",
    });
  });

  it("follows a custom builder", () => {
    const source = `import { customQuery, customCtx } from "convex-helpers/server/customFunctions";
      const authed = customQuery(query, customCtx(async (ctx) => { ${READ} if (!identity) throw new Error("no"); return { identity }; }));
      export const f = authed({ handler: async (ctx) => ctx.identity.subject });`;
    expect(needsIn(source)).toEqual({ "notes:f": "throws" });
  });

  it("follows the middleware of a chain of calls", () => {
    const builder = `import { createBuilder } from "some-builder";
      const convex = createBuilder();
      const signedIn = convex.createMiddleware(async (context, next) => {
        const identity = await context.auth.getUserIdentity();
        if (!identity) { await audit(context); throw new Error("no"); }
        return next(context);
      });
      export const authedQuery = convex.query().use(signedIn);
      export const anyQuery = convex.query();`;
    const source = `import { anyQuery, authedQuery } from "./builder";
      export const strict = authedQuery.input({}).handler(async () => 1).public();
      export const open = anyQuery.handler(async () => 1).public();`;
    expect(needsIn(source, { "convex/builder.ts": builder })).toEqual({
      "notes:strict": "throws",
      "notes:open": "unknown",
    });
  });

  it("does not guess about builders it cannot follow", () => {
    const source = `import { authedQuery } from "some-package"; export const seen = "getUserIdentity";
      export const f = authedQuery({ handler: async () => 1 });`;
    expect(needsIn(source)).toEqual({ "notes:f": "unknown" });
  });

  it("does not guess where the arguments may end a function before it asks", () => {
    const needOf = (parameter: string, before: string) =>
      needsIn(
        `${SERVER}export const f = query({ handler: async (ctx, ${parameter}) => { ${before} ${READ} if (!identity) throw new Error("no"); } });`,
      );
    expect(needOf("args", "if (args.share) return await byShare(ctx, args.share);")).toEqual({
      "notes:f": "unknown",
    });
    expect(needOf("{ share, ...rest }", "if (share !== undefined) { return null; }")).toEqual({
      "notes:f": "unknown",
    });
    expect(needOf("{ id }", "const note = await ctx.db.get(id); if (!note) return null;")).toEqual({
      "notes:f": "throws",
    });
    expect(needOf("{ id }", 'if (id === "") throw new Error("empty");')).toEqual({ "notes:f": "throws" });
  });

  it("names functions as Convex does", () => {
    const source = `${SERVER}export const remove = mutation(async (ctx) => { ${READ} if (!identity) throw new Error("no"); });`;
    const { functions } = functionsOf({ "convex/users/admin.ts": source.replace("./_", "../_") });
    expect(functions.map(({ path }) => path)).toEqual(["users/admin:remove"]);
  });
});

describe("the claims that functions read", () => {
  it.each([
    ["shows", `${READ} return { email: identity.email };`],
    ["shows", `${READ} return { email: identity?.email ?? "none" };`],
    ["shows", `${READ} if (identity.email) updates.email = identity.email;`],
    ["decides", `${READ} if (!identity.email) throw new Error("no");`],
    ["decides", `${READ} return identity.email === "me@example.com";`],
    ["decides", `${READ} return identity.email!.toLowerCase().endsWith("@example.com");`],
    ["decides", `${READ} return ADMINS.includes(identity.email ?? "");`],
    ["decides", `${READ} const email = identity.email; if (!email) return false;`],
    ["decides", `${READ} return isAdmin(identity.email);`],
    ["decides", `${READ} const { email } = identity; if (email !== ADMIN) throw new Error("no");`],
    [
      "decides",
      `const email = (await ctx.auth.getUserIdentity())?.email; if (!email?.endsWith("@x.org")) return null;`,
    ],
  ])("%s: %s", (use, body) => {
    expect(new Set(claimsIn(body))).toEqual(new Set([`email ${use}`]));
  });

  it("finds dotted claims and those behind a helper", () => {
    expect(claimsIn(`${READ} return identity["act.sub"];`)).toEqual(["act.sub shows"]);
    const source = `${SERVER}async function me(ctx) { ${READ} if (!identity) throw new Error("no"); return { identity }; }
      export const f = query({ handler: async (ctx) => { const { identity } = await me(ctx); return identity.pictureUrl; } });`;
    expect(functionsOf({ "convex/f.ts": source }).claimReads.map(({ claim }) => claim)).toEqual([
      "pictureUrl",
    ]);
  });

  it("tells what an expression falls back to", () => {
    expect(claimsIn(`${READ} return identity.pictureUrl ?? identity.picture;`)).toEqual([
      "pictureUrl shows or picture",
      "picture shows or pictureUrl",
    ]);
  });

  it("leaves other objects alone", () => {
    expect(claimsIn("const user = await ctx.db.get(id); return user.email;")).toEqual([]);
  });
});
