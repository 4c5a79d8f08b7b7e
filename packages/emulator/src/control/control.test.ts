import { request as nodeRequest } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fixtureProject } from "../convex/functions/testing/fixture-project.ts";
import { createEmulator } from "../create-emulator.ts";
import type { Emulator } from "../emulator.ts";
import { assertHar } from "../timeline/har-schema.ts";

const ADA = { email: "ada@example.com", password: "engine" };
let emulator: Emulator;

beforeAll(async () => {
  const { root } = fixtureProject({
    "convex/auth.config.ts": `const id = process.env.WORKOS_CLIENT_ID;
      export default { providers: [{ type: "customJwt", algorithm: "RS256",
        issuer: \`https://api.workos.com/user_management/\${id}\`, jwks: \`https://api.workos.com/sso/jwks/\${id}\` }] };`,
  });
  emulator = await createEmulator({
    authkit: { port: 0, seed: { accounts: [ADA] }, apiKey: "sk_test_0123456789abcdefghijklmn" },
    convex: { root, port: 0, sitePort: 0, variables: { WORKOS_CLIENT_ID: "client_emulator" } },
  });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${emulator.url}/_emulator${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A request with headers that `fetch` does not let through. */
function withHeaders(path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(emulator.url);
  return new Promise((resolve, reject) => {
    nodeRequest({ hostname, port, path: `/_emulator${path}`, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("the control endpoint", () => {
  it("shows accounts, sessions, settings and the deployment, and no secret", async () => {
    const { accessToken, refreshToken } = (await call("POST", "/sign-in", { email: ADA.email })).body;
    const { status, body } = await call("GET", "/state");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      url: emulator.url,
      convexUrl: emulator.convexUrl,
      authkit: {
        environment: { clientId: "client_emulator", issuer: "user_management", apiKey: "sk_test_…klmn" },
        accounts: [{ email: ADA.email }],
        sessions: [{ email: ADA.email, status: "active" }],
      },
      convex: { deployment: { problem: null, authConfig: { providers: [{ type: "customJwt" }] } } },
      faults: [],
    });
    for (const secret of ["sk_test_0123456789abcdefghijklmn", ADA.password, accessToken, refreshToken])
      expect(JSON.stringify(body)).not.toContain(String(secret));
  });

  it("lists faults, switches them on and off", async () => {
    const { known, active } = (await call("GET", "/faults")).body;
    expect(active).toEqual([]);
    expect(known).toContainEqual(
      expect.objectContaining({ id: "rate-limit", provokes: ["workos-429"], parameters: expect.anything() }),
    );
    expect((await call("POST", "/faults", { fault: "rate-limit?times=2" })).body).toMatchObject({
      active: [{ id: "rate-limit", times: 2, hits: 0 }],
    });
    await call("POST", "/faults", {
      id: "short-lifetime",
      user: ADA.email,
      for: "60s",
      parameters: { seconds: 20 },
    });
    expect(emulator.faults.active()).toMatchObject([
      { id: "rate-limit" },
      { id: "short-lifetime", user: ADA.email, for: "60s", parameters: { seconds: 20 } },
    ]);
    await call("DELETE", "/faults/rate-limit");
    expect(emulator.faults.active().map(({ id }) => id)).toEqual(["short-lifetime"]);
    await call("DELETE", "/faults");
    expect(emulator.faults.active()).toEqual([]);
  });

  it("moves the time, and goes back to the start", async () => {
    const before = emulator.clock.now();
    const { now } = (await call("POST", "/advance", { by: "6m" })).body;
    expect(now).toBeGreaterThanOrEqual(before + 360_000);
    await call("POST", "/advance", { by: 1_000 });
    expect(emulator.clock.now()).toBeGreaterThanOrEqual(before + 361_000);
    await call("POST", "/reset");
    expect(emulator.clock.now()).toBeLessThan(before + 360_000);
  });

  it("signs in, judges tokens with the faults that are on, and ends sessions", async () => {
    const { accessToken, sessionId, user } = (await call("POST", "/sign-in", { email: "Ada@Example.com" }))
      .body;
    expect((await call("POST", "/verdict", { token: accessToken })).body).toMatchObject({
      accepted: true,
      identity: { issuer: "https://api.workos.com/user_management/client_emulator" },
    });
    await call("POST", "/faults", { fault: "stale-auth-config?times=1" });
    const judged = [];
    while (judged.length < 2) judged.push((await call("POST", "/verdict", { token: accessToken })).body);
    expect(judged).toMatchObject([
      { accepted: false, code: "NoAuthProvider" },
      { accepted: false, code: "NoAuthProvider" },
    ]);
    await call("POST", "/faults", { fault: `stale-auth-config?user=${(user as { id: string }).id}` });
    expect((await call("POST", "/verdict", { token: accessToken })).body).toMatchObject({ accepted: false });
    await call("POST", "/faults", { fault: "stale-auth-config?user=eve@example.com" });
    expect((await call("POST", "/verdict", { token: accessToken })).body).toMatchObject({ accepted: true });
    // Looking leaves no trace.
    expect(emulator.timeline.events().filter(({ kind }) => kind === "jwks-fetch")).toEqual([]);
    expect(emulator.faults.active()).toMatchObject([{ hits: 0 }]);
    await call("DELETE", "/faults");
    const other = (await call("POST", "/mint", { claims: { sub: "user_1", iss: "https://other.example" } }))
      .body;
    expect((await call("POST", "/verdict", other)).body).toMatchObject({ accepted: false });

    expect((await call("DELETE", `/sessions/${String(sessionId)}`)).body).toMatchObject({
      sessions: [{ status: "revoked" }],
    });
  });

  it("sets a variable of the deployment, and repeats Convex's words where that is refused", async () => {
    const set = await call("POST", "/variables", { name: "WORKOS_CLIENT_ID", value: "client_other" });
    expect(set.body).toMatchObject({
      deployment: {
        authConfig: { providers: [{ issuer: "https://api.workos.com/user_management/client_other" }] },
      },
    });
    const { status, body } = await call("POST", "/variables", { name: "WORKOS_CLIENT_ID", value: null });
    expect([status, body]).toEqual([
      400,
      {
        code: "bad_request",
        message: expect.stringMatching(
          /WORKOS_CLIENT_ID is used in auth config file but its value was not set/,
        ),
      },
    ]);
    await call("POST", "/variables", { name: "WORKOS_CLIENT_ID", value: "client_emulator" });
  });

  it("exports the timeline, without its own requests", async () => {
    await fetch(`${emulator.url}/sso/jwks/client_emulator`);
    await fetch(`${emulator.url}/user_management/authorize?client_id=client_emulator`, {
      redirect: "manual",
    });
    const { events, schemaVersion } = (await call("GET", "/timeline")).body as unknown as {
      schemaVersion: number;
      events: { number: number; http: { url: string } }[];
    };
    expect(schemaVersion).toBe(1);
    expect(events.map(({ http }) => new URL(http.url).pathname)).toEqual([
      "/sso/jwks/client_emulator",
      "/user_management/authorize",
    ]);
    const first = events[0]?.number ?? 0;
    expect((await call("GET", `/timeline?after=${first}`)).body).toMatchObject({
      events: [{ number: first + 1 }],
    });
    const har = (await call("GET", "/timeline.har")).body;
    assertHar(har);
    expect(har).toMatchObject({ log: { entries: [{}, {}] } });
  });

  it("streams the timeline: what was, what comes, and what is switched", async () => {
    const record = (title: string) =>
      emulator.timeline.record({ side: "authkit", step: "token", kind: "test", outcome: "info", title });
    const seen = record("seen");
    record("before");
    const ending = new AbortController();
    const response = await fetch(`${emulator.url}/_emulator/timeline/events?after=${seen}`, {
      signal: ending.signal,
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const until = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) {
        const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
        if (done) throw new Error(`The stream ended before ${wanted}: ${text}`);
        text += value;
      }
    };
    await until("before");
    record("after");
    emulator.faults.set("clock-skew");
    await until("clock-skew");
    ending.abort();
    const events = [...text.matchAll(/event: (\w+)\n(?:id: (\d+)\n)?data: (.+)\n\n/g)];
    expect(events.map(([, name, id]) => [name, id])).toEqual([
      ["faults", undefined],
      ["timeline", `${seen + 1}`],
      ["timeline", `${seen + 2}`],
      ["faults", undefined],
    ]);
    expect(text).not.toContain('"seen"');
  });
});

describe("who may use it", () => {
  it.each([
    ["a program", {}, 200],
    ["somebody who types the address", { "sec-fetch-site": "none" }, 200],
    ["a page of the emulator", { "sec-fetch-site": "same-origin" }, 200],
    ["a page of another site", { "sec-fetch-site": "cross-site" }, 403],
    ["the app, on another port", { "sec-fetch-site": "same-site" }, 403],
    ["a page of an old browser", { origin: "https://evil.example" }, 403],
    ["a page without an origin", { origin: "null" }, 403],
  ])("%s", async (_who, headers, status) => {
    expect((await call("GET", "/state", undefined, headers)).status).toBe(status);
  });

  it("nobody by a foreign name that leads to this machine", async () => {
    const { port } = new URL(emulator.url);
    expect(await withHeaders("/state", { host: `localhost:${port}` })).toBe(200);
    expect(await withHeaders("/state", { host: `127.0.0.1:${port}` })).toBe(200);
    expect(await withHeaders("/state", { host: `evil.example:${port}` })).toBe(403);
    expect(await withHeaders("/state", { host: "localhost.evil.example" })).toBe(403);
  });

  it("gives no page leave to read its answers", async () => {
    const response = await fetch(`${emulator.url}/_emulator/faults`, {
      method: "OPTIONS",
      headers: { origin: "http://localhost:3000", "access-control-request-method": "POST" },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("what it cannot do it says in a sentence", () => {
  it.each([
    ["POST", "/faults", { id: "gremlins" }, /^There is no fault "gremlins"\. Known ones: /],
    [
      "POST",
      "/faults",
      { fault: "rate-limit?retryAfter=soon" },
      /^"retryAfter" must be a number, not "soon"\.$/,
    ],
    [
      "POST",
      "/faults",
      { id: "rate-limit", times: "2" },
      /^"times" must be a number: for how many requests\.$/,
    ],
    ["POST", "/faults", { id: "rate-limit", parameters: [] }, /^"parameters" must be an object/],
    [
      "POST",
      "/faults",
      { id: "rate-limit", parameters: { retryAfter: null } },
      /^The parameter "retryAfter" must be/,
    ],
    ["POST", "/faults", {}, /^"id" must be the id of a fault/],
    ["POST", "/faults", "{", /^The body is no JSON: /],
    ["POST", "/faults", "[]", /^The body is JSON, but no object\./],
    ["DELETE", "/faults/gremlins", undefined, /^There is no fault "gremlins"\.$/],
    ["POST", "/advance", { by: "soon" }, /^"soon" is no duration\./],
    ["POST", "/advance", { by: -1 }, /^"by" must be a duration such as "6m", or milliseconds from 0 on\.$/],
    [
      "POST",
      "/sign-in",
      { email: "eve@example.com" },
      /^There is no account "eve@example\.com"\. There are: ada@/,
    ],
    ["POST", "/sign-in", {}, /^"email" must be the e-mail address of an account\.$/],
    ["POST", "/mint", { claims: [] }, /^"claims" must be an object/],
    ["POST", "/verdict", { token: 1 }, /^"token" must be an access token\.$/],
    ["POST", "/variables", { name: "A", value: 1 }, /^"value" must be a text, or null/],
    ["DELETE", "/sessions/session_1", undefined, /^There is no session "session_1"\.$/],
    ["GET", "/timeline?after=-1", undefined, /^"after" must be the number of an event, not "-1"\.$/],
  ])("%s %s %j", async (method, path, body, sentence) => {
    const answer = await call(method, path, body);
    expect(answer).toEqual({
      status: 400,
      body: { code: "bad_request", message: expect.stringMatching(sentence) },
    });
  });

  it("names its endpoints where there is none", async () => {
    const { status, body } = await call("GET", "/nothing");
    expect(status).toBe(404);
    expect(body["message"]).toMatch(
      /^The control endpoint has no GET \/_emulator\/nothing\. It has: GET \/_emulator\/state, /,
    );
  });

  it("wants JSON to be called JSON", async () => {
    const response = await fetch(`${emulator.url}/_emulator/faults`, {
      method: "POST",
      body: '{"id":"clock-skew"}',
    });
    expect(response.status).toBe(400);
    expect(emulator.faults.active()).toEqual([]);
  });
});
