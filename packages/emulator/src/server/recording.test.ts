import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PlantedAnswer } from "../faults/junctions.ts";
import { timelineToHar } from "../timeline/har.ts";
import { assertHar } from "../timeline/har-schema.ts";
import type { Timeline } from "../timeline/timeline.ts";
import { timelineToJson } from "../timeline/timeline-json.ts";
import type { Answerer } from "./answer-requests.ts";
import type { LoopbackServer } from "./loopback.ts";
import { plantedResponse } from "./planted-answer.ts";
import { serveRecorded } from "./serve-recorded.ts";

let timeline: Timeline;
let server: LoopbackServer;
let answer: Answerer;

beforeEach(async () => {
  ({ timeline, server } = await serveRecorded(() => ({ fetch: (request) => answer(request) })));
});
afterEach(() => server.close());

const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { method: "POST", body, headers });

describe("a server of the emulator", () => {
  it("hands over what was asked and gives back what was answered", async () => {
    answer = async (request) =>
      Response.json(
        {
          method: request.method,
          url: request.url,
          body: await request.text(),
          type: request.headers.get("x-type"),
        },
        { status: 201, headers: { "x-own": "yes" } },
      );
    const response = await post("/a?b=c", "äöü".repeat(40_000), { "x-type": "umlauts" });
    expect(response.status).toBe(201);
    expect(response.headers.get("x-own")).toBe("yes");
    expect(await response.json()).toEqual({
      method: "POST",
      url: `${server.url}/a?b=c`,
      body: "äöü".repeat(40_000),
      type: "umlauts",
    });
  });

  it("writes an exchange down that no event tells of", async () => {
    answer = () => Response.json({ keys: [] }, { headers: { "content-type": "application/jwk-set+json" } });
    await (await fetch(`${server.url}/sso/jwks/client_1?x=1`)).json();
    expect(timeline.events()).toMatchObject([
      {
        side: "authkit",
        step: "acceptance",
        kind: "http",
        outcome: "info",
        title: "GET /sso/jwks/client_1 was answered with 200.",
        http: {
          method: "GET",
          url: `${server.url}/sso/jwks/client_1?x=1`,
          status: 200,
          requestBody: null,
          responseBody: '{"keys":[]}',
          responseHeaders: { "content-type": "application/jwk-set+json" },
        },
      },
    ]);
  });

  it("adds the exchange to the first event that tells of it, and to none that comes of it later", async () => {
    let later: () => void = () => {};
    answer = async () => {
      const record = (kind: string) =>
        timeline.record({ side: "authkit", step: "token", kind, outcome: "refused", title: `${kind}.` });
      await Promise.resolve();
      record("grant");
      record("webhook");
      later = () => void record("expiry");
      setTimeout(() => later(), 0);
      return Response.json({ error: "invalid_grant" }, { status: 400 });
    };
    await (await post("/user_management/authenticate", "{}")).text();
    await vi.waitFor(() => expect(timeline.events()).toHaveLength(3));
    expect(timeline.events().map(({ kind, http }) => [kind, http?.status])).toEqual([
      ["grant", 400],
      ["webhook", undefined],
      ["expiry", undefined],
    ]);
  });

  it("shows an event before its answer is out, and the answer afterwards", async () => {
    const statuses: (number | undefined)[] = [];
    answer = () => {
      timeline.record({ side: "authkit", step: "token", kind: "grant", outcome: "ok", title: "A grant." });
      statuses.push(timeline.events()[0]?.http?.status);
      return new Response("done");
    };
    await (await fetch(server.url)).text();
    statuses.push(timeline.events()[0]?.http?.status);
    expect(statuses).toEqual([0, 200]);
  });

  it("does not write down its own pages", async () => {
    answer = () => new Response("own");
    await (await fetch(`${server.url}/own/page`)).text();
    expect(timeline.events()).toEqual([]);
  });

  it("cuts the connection where a fault wants it, and says so", async () => {
    answer = () => plantedResponse({ reset: true });
    await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    await vi.waitFor(() =>
      expect(timeline.events()).toMatchObject([
        { outcome: "refused", title: "GET / got no answer.", http: { status: 0 } },
      ]),
    );
    answer = () => new Response("alive");
    expect(await (await fetch(server.url)).text()).toBe("alive");
  });

  it.each<[string, PlantedAnswer, string, string]>([
    ["JSON", { status: 503, body: { code: "down" } }, "application/json; charset=utf-8", '{"code":"down"}'],
    ["HTML", { status: 503, headers: { "content-type": "text/html" }, body: "<p>" }, "text/html", "<p>"],
  ])("gives an answer that a fault plants, in %s", async (_form, planted, type, body) => {
    answer = () => plantedResponse(planted);
    const response = await fetch(server.url);
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      503,
      type,
      body,
    ]);
  });

  it("refuses a body that is larger than anything has use for, and lives on", async () => {
    answer = async (request) => new Response(`${(await request.arrayBuffer()).byteLength}`);
    expect(await (await post("/", new Uint8Array(10 * 1024 * 1024))).text()).toBe("10485760");
    const refused = await post("/", new Uint8Array(33 * 1024 * 1024)).then(
      ({ status }) => status,
      () => "connection closed",
    );
    expect([413, "connection closed"]).toContain(refused);
    expect(await (await post("/", "x")).text()).toBe("1");
  });

  it("says what failed where an endpoint throws", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    answer = () => Promise.reject(new Error("out of order"));
    const response = await fetch(server.url);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      code: "emulator_error",
      message: "The emulator failed: out of order",
    });
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });

  it("cuts long bodies and counts those that are no text", async () => {
    answer = () => new Response(new Uint8Array(10), { headers: { "content-type": "image/png" } });
    await (await post("/", `${"a".repeat(1_000)},`.repeat(100), { "content-type": "text/plain" })).text();
    const [event] = timeline.events();
    expect(event?.http?.requestBody).toMatch(/^(?:a{1000},){64}a{1000} \[cut: 100100 bytes in all\]$/);
    expect(event?.http?.responseBody).toBe("[10 bytes that are no text]");
  });
});

const base64url = (min: number, max: number) =>
  fc.string({
    unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
    minLength: min,
    maxLength: max,
  });
const ulid = fc
  .string({ unit: fc.constantFrom(..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"), minLength: 18, maxLength: 18 })
  .map((random) => `01K${random}7AZ4Q`);
const secrets = fc.record({
  accessToken: fc
    .tuple(base64url(20, 60), base64url(40, 3_000), base64url(342, 342))
    .map(([header, payload, signature]) => `eyJhbGciOi${header}.eyJpc3Mi${payload}.${signature}`),
  refreshToken: base64url(22, 40).map((random) => `r7${random}`),
  code: ulid,
  verifier: base64url(40, 128).map((random) => `v1${random}`),
  password: fc
    .string({ unit: "grapheme-ascii", minLength: 8, maxLength: 40 })
    .filter((text) => text.trim() === text && /[a-z0-9]{4}/i.test(text)),
  cookie: base64url(20, 40).map((random) => `c9${random}`),
  sealed: base64url(80, 400).map((random) => `Fe26.2*1*${random}*${random.slice(0, 20)}~2`),
  apiKey: base64url(20, 40).map((random) => `sk_test_${random}`),
  padding: fc.constantFrom(0, 65_000, 65_400, 65_500, 70_000),
});

describe("what is exported", () => {
  it("holds no token, code, verifier, cookie, password or API key, and is a valid archive", async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        timeline.clear();
        const { padding, ...hidden } = secret;
        const filler = "x".repeat(padding);
        answer = async (request) => {
          const { pathname } = new URL(request.url);
          timeline.record({
            side: "authkit",
            step: "token",
            kind: "grant",
            outcome: "ok",
            title: `Something came to ${pathname}.`,
            detail: { accessToken: hidden.accessToken, asked: await request.text() },
          });
          if (pathname === "/redirect")
            return new Response(null, {
              status: 302,
              headers: [
                ["location", `http://localhost:3000/callback?code=${hidden.code}&state=${hidden.sealed}`],
                ["set-cookie", `workos-refresh=${hidden.cookie}; Path=/; HttpOnly`],
                ["set-cookie", `other=${hidden.refreshToken}; Secure`],
              ],
            });
          return Response.json({
            filler,
            access_token: hidden.accessToken,
            refresh_token: hidden.refreshToken,
            sealed_session: hidden.sealed,
          });
        };
        const json = { "content-type": "application/json", authorization: `Bearer ${hidden.apiKey}` };
        const grants: Record<string, string>[] = [
          { grant_type: "authorization_code", code: hidden.code, code_verifier: hidden.verifier },
          { grant_type: "refresh_token", refresh_token: hidden.refreshToken },
          { grant_type: "password", password: hidden.password },
        ];
        for (const grant of grants) {
          const body = { client_secret: hidden.apiKey, ...grant };
          await post("/user_management/authenticate", JSON.stringify({ filler, ...body }), json);
          await post("/form", new URLSearchParams({ filler, ...body }), {
            cookie: `a=${hidden.cookie}; b=${hidden.sealed}`,
          });
        }
        await fetch(`${server.url}/redirect?code=${hidden.code}&code_verifier=${hidden.verifier}`, {
          redirect: "manual",
        });
        const events = timeline.events();
        expect(events).toHaveLength(7);
        const har = timelineToHar(events);
        assertHar(har);
        expect(har.log.entries).toHaveLength(7);
        for (const text of [timelineToJson(events), JSON.stringify(har)])
          for (const [name, value] of Object.entries(hidden))
            for (const form of [
              value,
              JSON.stringify(value).slice(1, -1),
              encodeURIComponent(value),
              new URLSearchParams({ v: value }).toString().slice(2),
            ])
              expect(text.includes(form), `${name} shows`).toBe(false);
      }),
      { numRuns: 15 },
    );
  });
});
