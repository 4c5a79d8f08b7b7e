import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { makeFunctionReference, type PaginationResult } from "convex/server";
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../clock/clock.ts";
import { createFaults } from "../faults/switchboard.ts";
import { createTimeline } from "../timeline/timeline.ts";
import { createConvex } from "./create-convex.ts";
import { fixtureOptions, fixtureProject } from "./functions/testing/fixture-project.ts";
import { connectTestClient } from "./test-client.ts";
import { CLIENT_ID, createTestIssuer } from "./test-issuer.ts";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const FILES = {
  "convex/auth.config.ts": `
    const clientId = process.env.WORKOS_CLIENT_ID;
    export default {
      providers: [
        {
          type: "customJwt",
          issuer: \`https://api.workos.com/user_management/\${clientId}\`,
          jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,
          algorithm: "RS256",
        },
      ],
    };`,
  "convex/notes.ts": `
    import { mutation, query } from "./_generated/server";
    import { paginationOptsValidator } from "convex/server";
    import { v } from "convex/values";

    export const mine = query({
      args: {},
      handler: async (ctx) => {
        const identity = await ctx.auth.getUserIdentity();
        if (identity === null) throw new Error("Not signed in");
        const notes = await ctx.db.query("notes").collect();
        return notes.filter((note) => note.owner === identity.tokenIdentifier).map((note) => note.text);
      },
    });
    export const page = query({
      args: { paginationOpts: paginationOptsValidator },
      handler: async (ctx, { paginationOpts }) => await ctx.db.query("notes").paginate(paginationOpts),
    });
    export const add = mutation({
      args: { text: v.string() },
      handler: async (ctx, { text }) => {
        const identity = await ctx.auth.getUserIdentity();
        await ctx.db.insert("notes", { text, owner: identity?.tokenIdentifier ?? null });
        return identity?.email ?? null;
      },
    });`,
};

const mine = makeFunctionReference<"query">("notes:mine");
const page = makeFunctionReference<"query">("notes:page");
const add = makeFunctionReference<"mutation">("notes:add");

/** A deployment of the files, on a free port. */
async function deploy() {
  const clock = createClock();
  const issuer = await createTestIssuer(() => clock.now());
  const parts = { clock, timeline: createTimeline(clock), faults: createFaults([], clock) };
  const convex = await createConvex(
    parts,
    fixtureOptions(fixtureProject(FILES).root, {
      variables: { WORKOS_CLIENT_ID: CLIENT_ID },
      emulatedJwks: (url) =>
        url === `https://api.workos.com/sso/jwks/${CLIENT_ID}`
          ? Promise.resolve({
              status: 200,
              contentType: "application/jwk-set+json",
              body: JSON.stringify(issuer.jwks),
            })
          : null,
    }),
  );
  const server = createServer(
    getRequestListener((request) => convex.fetch(request), { overrideGlobalObjects: false }),
  );
  convex.attach(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    async close() {
      await convex.close();
      server.close();
    },
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { convex, issuer, url, ...parts };
}

describe("an app's own functions behind the sync protocol", () => {
  it("are called by who signed in, under the app's unmodified auth config", async () => {
    const { url, issuer } = await deploy();
    const client = connectTestClient(url);
    open.push(client);
    await expect(client.client.query(mine, {})).rejects.toThrow(
      /Server Error\nUncaught Error: Not signed in\n {4}at handler \(\.\.\/convex\/notes\.ts:10:\d+\)/,
    );
    client.setAuth(() => issuer.sign({ email: "ada@example.com" }));
    await client.until(() => client.authenticated.at(-1) === true);
    expect(await client.client.mutation(add, { text: "milk" })).toBe("ada@example.com");
    expect(await client.client.query(mine, {})).toEqual(["milk"]);
  });

  it("keep the end of a page while what comes before it changes", async () => {
    const { url } = await deploy();
    const client = connectTestClient(url);
    open.push(client);
    for (const text of ["a", "b", "c"]) await client.client.mutation(add, { text });
    const pages: PaginationResult<{ text: string }>[] = [];
    const paginationOpts = { numItems: 2, cursor: null };
    const first = new Promise<void>((resolve) =>
      client.client.onUpdate(page, { paginationOpts }, (value: PaginationResult<{ text: string }>) => {
        pages.push(value);
        resolve();
      }),
    );
    await first;
    expect(pages[0]?.page.map(({ text }) => text)).toEqual(["a", "b"]);
    await client.client.mutation(add, { text: "d" });
    expect(pages.at(-1)?.page.map(({ text }) => text)).toEqual(["a", "b"]);
    expect(pages.at(-1)?.continueCursor).toBe(pages[0]?.continueCursor);
  });

  it("judge by the variables that are set, and refuse one that the auth config needs to be removed", async () => {
    const { url, issuer, convex } = await deploy();
    await convex.setVariable("WORKOS_CLIENT_ID", "client_01OTHER");
    const client = connectTestClient(url);
    open.push(client);
    const token = await issuer.sign();
    client.setAuth(async () => token);
    await client.until(() => client.authenticated.length > 0);
    expect(client.authenticated).toEqual([false]);
    expect(client.verbose.join("\n")).toContain(
      "issuer=https://api.workos.com/user_management/client_01OTHER",
    );
    await expect(convex.setVariable("WORKOS_CLIENT_ID", null)).rejects.toThrow(/WORKOS_CLIENT_ID/);
  });
});
