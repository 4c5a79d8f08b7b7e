import { ConvexHttpClient } from "convex/browser";
import { fetchAction, fetchMutation, fetchQuery, preloadedQueryResult, preloadQuery } from "convex/nextjs";
import { makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ALL_FAULTS } from "../../faults/all-faults.ts";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";

let deployment: TestDeployment;
beforeAll(async () => {
  deployment = await startTestDeployment({ faults: ALL_FAULTS });
});
afterEach(() => deployment.faults.clear());
afterAll(() => deployment.close());

const list = makeFunctionReference<"query">("notes:list");
const whoami = makeFunctionReference<"query">("auth:whoami");
const required = makeFunctionReference<"query">("auth:required");
const forbidden = makeFunctionReference<"query">("auth:forbidden");
const integer = makeFunctionReference<"query">("values:integer");
const add = makeFunctionReference<"mutation">("notes:add");
const refuse = makeFunctionReference<"mutation">("notes:refuse");
const shout = makeFunctionReference<"action">("notes:shout");

/** `setAdminAuth` and `function` are there for Convex's own command line. */
interface WithAdmin {
  setAdminAuth(key: string, actingAs?: object): void;
  function(name: string, componentPath: undefined, args: object): Promise<unknown>;
}
const connect = (auth?: string) =>
  new ConvexHttpClient(deployment.url, { logger: false, ...(auth === undefined ? {} : { auth }) });
const connectAsAdmin = () => connect() as unknown as ConvexHttpClient & WithAdmin;
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  deployment.convex.fetch(
    new Request(`${deployment.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );

describe("Convex's HTTP client", () => {
  it("queries, mutates, runs actions, and reads at one moment", async () => {
    const client = connect();
    const before = (await client.query(list, {})) as string[];
    await client.mutation(add, { text: "milk" });
    expect(await client.query(list, {})).toEqual([...before, "milk"]);
    expect(await client.consistentQuery(list, {})).toEqual([...before, "milk"]);
    expect(await client.action(shout, { text: "milk" })).toBe("MILK");
    expect(await client.query(integer, {})).toBe(42n);
  });

  it("is who its token says", async () => {
    const client = connect(await deployment.issuer.sign({ email: "ada@example.com" }));
    expect(await client.query(whoami, {})).toMatchObject({ email: "ada@example.com" });
    expect(await connect().query(whoami, {})).toBeNull();
  });

  it("throws what a function throws, with a request id, and its data", async () => {
    await expect(connect().query(required, {})).rejects.toThrow(
      /^\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught Error: Not signed in/,
    );
    await expect(connect().mutation(refuse, {})).rejects.toThrow(/No room left/);
    const thrown: unknown = await connect()
      .query(forbidden, {})
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ConvexError);
    expect(thrown).toMatchObject({ data: { reason: "not yours" } });
  });

  it("throws no more than a request id on a production deployment, but the data all the same", async () => {
    deployment.faults.set("auth-error-redacted");
    const thrown: unknown = await connect()
      .query(forbidden, {})
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      message: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error$/),
      data: { reason: "not yours" },
    });
  });

  it("throws Convex's JSON where its token is refused", async () => {
    await expect(connect("undefined").query(list, {})).rejects.toThrow(
      JSON.stringify({
        code: "InvalidAuthHeader",
        message:
          "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.",
      }),
    );
  });

  it("opens everything with the admin key, also as somebody", async () => {
    const client = connectAsAdmin();
    client.setAdminAuth(deployment.convex.adminKey);
    expect(await client.function("auth:whoami", undefined, {})).toBeNull();
    client.setAdminAuth(`dev:${deployment.convex.adminKey}`, {
      issuer: "https://convex.test",
      subject: "7",
    });
    expect(await client.query(whoami, {})).toEqual({
      issuer: "https://convex.test",
      subject: "7",
      tokenIdentifier: "https://convex.test|7",
    });
    client.setAdminAuth("convex-authkit-emulator|00ff");
    await expect(client.query(whoami, {})).rejects.toThrow(
      '{"code":"BadAdminKey","message":"The provided admin key was invalid for this instance"}',
    );
  });
});

describe("the functions of convex/nextjs", () => {
  it("read and write on the server, as the user", async () => {
    // It writes what functions log to the console, and cannot be told not to.
    const silent = vi.spyOn(console, "log").mockImplementation(() => {});
    const options = { url: deployment.url, token: await deployment.issuer.sign() };
    expect(await fetchMutation(add, { text: "tea" }, options)).toBe("user_01ADA");
    expect(await fetchQuery(list, {}, options)).toContain("tea");
    expect(await fetchAction(shout, { text: "tea" }, options)).toBe("TEA");
    const preloaded = await preloadQuery(whoami, {}, options);
    expect(preloadedQueryResult(preloaded)).toMatchObject({ subject: "user_01ADA" });
    expect(silent).toHaveBeenCalled();
    silent.mockRestore();
  });
});

describe("the Authorization header", () => {
  it.each([
    ["Basic", 400, "InvalidHeaderFailure", "Invalid authentication header"],
    ["Basic dXNlcjpwYXNz", 400, "InvalidAdminKey", "Invalid admin key"],
    ["eyJhbGciOiJSUzI1NiJ9.e30.c2ln", 400, "InvalidAdminKey", "Invalid admin key"],
    ["Convex dev:name|key:no-base64-of-json", 400, "HeaderParseFailure", "Malformed Authorization header."],
    ["Convex name|key", 401, "BadAdminKey", "The provided admin key was invalid for this instance"],
    ["Bearer undefined", 401, "InvalidAuthHeader", expect.stringContaining("Could not parse JWT payload")],
  ])("%s", async (authorization, status, code, message) => {
    const response = await post("/api/query", { path: "notes:list", args: [{}] }, { authorization });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ code, message });
  });
});

describe("the HTTP API", () => {
  it("answers a function's error with 200, as Convex does", async () => {
    const response = await post("/api/query", { path: "auth:required", args: {} });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: "error" });
  });

  it("writes values plainly for those that are no Convex client, and as asked for", async () => {
    const call = { path: "values:integer", args: {} };
    expect(await (await post("/api/query", call)).json()).toMatchObject({ value: "42" });
    const encoded = { $integer: "KgAAAAAAAAA=" };
    const asked = { ...call, format: "convex_encoded_json" };
    expect(await (await post("/api/query", asked)).json()).toMatchObject({ value: encoded });
    const bad = await post("/api/query", { ...call, format: "xml" });
    expect([bad.status, await bad.json()]).toMatchObject([400, { code: "BadFormat" }]);
  });

  it("runs a function by its path, and by a GET", async () => {
    const run = await post("/api/run/notes/shout", { args: { text: "hi" } });
    expect(await run.json()).toMatchObject({ status: "success", value: "HI" });
    const get = await fetch(`${deployment.url}/api/query?path=notes:count&args=%7B%7D`);
    expect(await get.json()).toMatchObject({ status: "success", value: expect.any(Number) });
  });

  it("keeps /api/function for the admin key", async () => {
    const response = await post("/api/function", { path: "notes:list", args: {} });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "BadDeployKey" });
  });

  it.each([
    ["no JSON", "{", {}],
    ["a list", "[]", {}],
    ["no path", { args: {} }, {}],
    ["no arguments", { path: "notes:list" }, {}],
    ["another content type", { path: "notes:list", args: {} }, { "content-type": "text/plain" }],
    ["17 MiB", JSON.stringify({ path: "notes:list", args: { text: "x".repeat(17 * 1024 * 1024) } }), {}],
  ])("refuses a body with %s", async (_what, body, headers) => {
    const response = await post("/api/query", body, headers as Record<string, string>);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "BadJsonBody" });
  });

  it("says what it is, and that it knows nothing else", async () => {
    expect(await (await fetch(`${deployment.url}/instance_name`)).text()).toBe("convex-authkit-emulator");
    expect((await fetch(`${deployment.url}/version`)).status).toBe(200);
    const unknown = await fetch(`${deployment.url}/api/deploy2/start_push`, { method: "POST" });
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  it("lets pages of every origin in, with credentials", async () => {
    const preflight = await fetch(`${deployment.url}/api/query`, {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:5173",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type,convex-client",
      },
    });
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": "http://localhost:5173",
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "authorization,content-type,convex-client",
      "access-control-max-age": "86400",
    });
    const refused = await post(
      "/api/query",
      { path: "notes:list", args: {} },
      { origin: "http://localhost:5173", authorization: "Bearer nonsense" },
    );
    expect(refused.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  });
});

describe("HTTP actions", () => {
  const call = (headers: Record<string, string> = {}) =>
    deployment.convex.fetchSite(new Request("http://127.0.0.1:3211/whoami", { headers }));

  it("run as the user of the token", async () => {
    const authorization = `Bearer ${await deployment.issuer.sign()}`;
    expect(await (await call({ authorization })).json()).toMatchObject({
      identity: { subject: "user_01ADA" },
    });
  });

  it("run without a token, and with a header that is not meant for Convex", async () => {
    expect(await (await call()).json()).toEqual({ identity: null });
    const response = await call({ authorization: "Basic dXNlcjpwYXNz" });
    expect(await response.json()).toEqual({
      thrown: { code: "InvalidAdminKey", message: "Invalid admin key" },
    });
    expect(deployment.events("http-action").at(-1)).toMatchObject({ outcome: "refused" });
  });

  it("run with a refused token, which throws where they ask for the identity", async () => {
    const authorization = `Bearer ${await deployment.issuer.sign({ iss: "https://example.com" })}`;
    expect(await (await call({ authorization })).json()).toMatchObject({
      thrown: { code: "NoAuthProvider" },
    });
  });
});
