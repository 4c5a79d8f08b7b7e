import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fixture, fixtureProject, runFixture } from "./testing/fixture-project.ts";

const HTTP = `
import { ConvexError } from "convex/values";
import { httpRouter } from "convex/server";
import { httpAction } from "./_generated/server";
import { api } from "./_generated/api";

const http = httpRouter();
http.route({ path: "/echo", method: "POST", handler: httpAction(async (ctx, request) => {
  await ctx.runMutation(api.rows.add, {});
  return Response.json({ url: request.url, type: request.headers.get("content-type"), text: await request.text() }, { status: 201, headers: { "x-mine": "yes" } });
}) });
http.route({ pathPrefix: "/who/", method: "GET", handler: httpAction(async (ctx) => Response.json(await ctx.auth.getUserIdentity())) });
http.route({ path: "/bytes", method: "GET", handler: httpAction(async () => new Response(new Uint8Array([0, 255, 1]))) });
http.route({ path: "/nothing", method: "GET", handler: httpAction(async () => new Response(null, { status: 204 })) });
http.route({ path: "/fail", method: "GET", handler: httpAction(async () => { throw new ConvexError({ why: "no" }); }) });
http.route({ path: "/odd", method: "GET", handler: httpAction(async () => "text" as any) });
export default http;`;

const ROWS = `
import { mutation, query } from "./_generated/server";
export const add = mutation({ handler: async (ctx) => { await ctx.db.insert("rows", {}); } });
export const count = query({ handler: async (ctx) => (await ctx.db.query("rows").collect()).length });`;

const SITE = "http://127.0.0.1:3211";

describe("HTTP actions", () => {
  let app: Fixture;
  const nobody = { identity: null };
  const get = async (path: string, method = "GET"): Promise<Response> =>
    await app.runner.httpAction(new Request(`${SITE}${path}`, { method }), nobody);

  beforeAll(async () => {
    app = await runFixture(fixtureProject({ "convex/http.ts": HTTP, "convex/rows.ts": ROWS }));
    expect(app.runner.deployment().problem).toBeNull();
  });
  afterAll(async () => await app.runner.close());

  it("get the request as it came and answer as they wish", async () => {
    const request = new Request(`${SITE}/echo?a=1`, {
      method: "POST",
      body: "hello",
      headers: { "content-type": "text/special" },
    });
    const response = await app.runner.httpAction(request, nobody);
    expect(response.status).toBe(201);
    expect(response.headers.get("x-mine")).toBe("yes");
    expect(await response.json()).toEqual({ url: `${SITE}/echo?a=1`, type: "text/special", text: "hello" });
    expect(await app.query("rows:count")).toMatchObject({ value: 1 });
  });

  it("answer bytes, and nothing", async () => {
    expect([...new Uint8Array(await (await get("/bytes")).arrayBuffer())]).toEqual([0, 255, 1]);
    expect((await get("/nothing")).status).toBe(204);
  });

  it("know who calls, or throw why nobody does", async () => {
    const identity = { tokenIdentifier: "i|s", issuer: "i", subject: "s", "act.sub": "x" };
    const asked = await app.runner.httpAction(new Request(`${SITE}/who/am-i`), { identity });
    expect(await asked.json()).toEqual(identity);
    expect(await (await get("/who/am-i")).json()).toBeNull();
    const refused = await app.runner.httpAction(new Request(`${SITE}/who/am-i`), {
      refused: { code: "NoAuthProvider", message: "No auth provider found matching the given token." },
    });
    expect(refused.status).toBe(500);
    expect(await refused.json()).toMatchObject({
      code: expect.stringMatching(
        /^\[Request ID: [0-9a-f]{16}\] Server Error: Uncaught Error: No auth provider found matching the given token\.$/,
      ) as string,
    });
  });

  it("fail as Convex's do", async () => {
    const failed = await get("/fail");
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({
      trace: expect.stringMatching(
        /^Uncaught ConvexError: \{"why":"no"\}\n {4}at \.\.\/convex\/http\.ts:\d+:\d+\n$/,
      ) as string,
      data: { why: "no" },
    });
    expect((await get("/odd")).status).toBe(500);
    const missing = await get("/missing");
    expect([missing.status, await missing.text()]).toEqual([404, "No matching routes found"]);
    expect((await get("/echo")).status).toBe(404);
  });

  it("are none in an app without them", async () => {
    const plain = await runFixture(fixtureProject({ "convex/rows.ts": ROWS }));
    const response = await plain.runner.httpAction(new Request(`${SITE}/a`), nobody);
    expect([response.status, await response.text()]).toEqual([
      404,
      "This Convex deployment does not have HTTP actions enabled.",
    ]);
    await plain.runner.close();
  });

  it("tell less where messages are redacted", async () => {
    const quiet = await runFixture(fixtureProject({ "convex/http.ts": HTTP, "convex/rows.ts": ROWS }), {
      redactMessages: true,
    });
    const response = await quiet.runner.httpAction(new Request(`${SITE}/fail`), nobody);
    expect(await response.json()).toEqual({
      code: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error$/) as string,
      data: { why: "no" },
    });
    await quiet.runner.close();
  });
});
