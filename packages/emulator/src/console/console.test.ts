import { request as nodeRequest } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fixtureProject } from "../convex/functions/testing/fixture-project.ts";
import { createEmulator } from "../create-emulator.ts";
import type { Emulator } from "../emulator.ts";

const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;
const KEY = "sk_test_0123456789abcdefghijklmn";
const ADA = { email: "ada@example.com", password: "engine", firstName: EVIL };
let emulator: Emulator;

beforeAll(async () => {
  const { root } = fixtureProject({
    "convex/auth.config.ts": `const id = process.env.WORKOS_CLIENT_ID;
      export default { providers: [{ type: "customJwt", algorithm: "RS256",
        issuer: \`https://api.workos.com/user_management/\${id}\`, jwks: \`https://api.workos.com/sso/jwks/\${id}\` }] };`,
    "convex/who.ts": `import { query } from "./_generated/server";
      export const am = query({ args: {}, handler: async (ctx) => await ctx.auth.getUserIdentity() });`,
  });
  emulator = await createEmulator({
    version: "9.8.7",
    authkit: { port: 0, seed: { accounts: [ADA] }, apiKey: KEY },
    convex: { root, port: 0, sitePort: 0, variables: { WORKOS_CLIENT_ID: "client_emulator" } },
  });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

async function read(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${emulator.url}${path}`, { headers, redirect: "manual" });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** As a browser asks, with headers that `fetch` does not let through. */
function visit(path: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(emulator.url);
  return new Promise((resolve, reject) => {
    nodeRequest({ hostname, port, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on("error", reject)
      .end();
  });
}

async function post(path: string, body: object) {
  const response = await fetch(`${emulator.url}/_emulator/console${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.text();
}

const record = (title: string, changed: Partial<Parameters<Emulator["timeline"]["record"]>[0]> = {}) =>
  emulator.timeline.record({
    side: "authkit",
    step: "token",
    kind: "test",
    outcome: "info",
    title,
    ...changed,
  });

describe("the console", () => {
  it("is one page that needs nothing from elsewhere, and says so to the browser", async () => {
    const { status, headers, text } = await read("/_emulator/console");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'sha256-[^']+'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    const loaded = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? "");
    expect(loaded.filter((url) => !/^(?:\/_emulator\/|#)/.test(url))).toEqual([]);
    const script = await read("/_emulator/console/console.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.text).not.toMatch(/^import /m);
  });

  it("is where a browser gets to that opens the server's address", async () => {
    const visit = { accept: "text/html,application/xhtml+xml" };
    for (const path of ["/", "/_emulator"]) {
      const { status, headers } = await read(path, visit);
      expect([path, status, headers.get("location")]).toEqual([path, 302, "/_emulator/console"]);
    }
    // A program is answered as WorkOS's API answers.
    expect((await read("/")).status).toBe(404);
  });

  it("shows accounts with passwords, sessions with their newest token, settings and what is deployed", async () => {
    const signedIn = await emulator.authkit?.signIn(ADA.email);
    await emulator.advance("2m");
    const { text } = await read("/_emulator/console");
    expect(text).toContain("<code>engine</code>");
    expect(text).toContain(`<code>${signedIn?.sessionId}</code>`);
    expect(text).toMatch(/never refreshed\.\s+Its newest token expires in (?:3 min|2 min \d+ s)\./);
    expect(text).toContain("2 min ahead of");
    expect(text).toMatch(/<textarea[^>]*id="redirectUris"[^>]*>\s*http:\/\/localhost:3000\/callback/);
    expect(text).toContain("<code>who:am</code>");
    expect(text).toContain("data:application/json;base64,");
    for (const secret of [KEY, signedIn?.accessToken, signedIn?.refreshToken])
      expect(text).not.toContain(secret);
    await emulator.advance("5m");
    expect((await read("/_emulator/console")).text).toMatch(/Its newest token expired 2 min(?: \d s)? ago\./);
  });

  it("shows the timeline newest first, as its filter wants it, and older events by a link", async () => {
    for (let one = 1; one <= 151; one++) record(`Event ${one}.`, one % 2 === 0 ? { step: "session" } : {});
    const all = (await read("/_emulator/console")).text;
    const numbers = [...all.matchAll(/id="event-(\d+)"/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 150 }, (_, index) => 151 - index));
    const link = /id="older"\s+href="([^"]+)"/.exec(all)?.[1]?.replace("&amp;", "&") ?? "";
    expect((await read(link)).text.match(/id="event-\d+"/g)).toEqual(['id="event-1"']);
    const some = (await read("/_emulator/console?step=session&text=event 7")).text;
    expect(some.match(/id="event-\d+"/g)).toEqual(
      ["78", "76", "74", "72", "70"].map((one) => `id="event-${one}"`),
    );
    expect(JSON.parse((await read("/_emulator/console/rows?after=150")).text)).toMatchObject({
      rows: expect.stringContaining('id="event-151"'),
      olderThan: null,
      last: 151,
    });
  });

  it("shows one event with its exchange, redacted, as a page and as a piece of one", async () => {
    await fetch(`${emulator.url}/user_management/authenticate`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        grant_type: "refresh_token",
        client_id: "client_emulator",
        refresh_token: "r".repeat(44),
      }),
    });
    const whole = await read("/_emulator/console/events/1");
    expect(whole.text).toContain("<!doctype html>");
    expect(whole.text).toContain("/user_management/authenticate</code>");
    expect(whole.text).toContain("Response body");
    expect(whole.text).not.toContain("rrrrrrrr");
    const piece = await read("/_emulator/console/events/1?fragment");
    expect(piece.text).not.toContain("<!doctype");
    expect(piece.text).toContain('<h2 id="event-title">');
    expect((await read("/_emulator/console/events/99")).status).toBe(404);
  });

  it("judges a token, whoever made it", async () => {
    const signedIn = await emulator.authkit?.signIn(ADA.email);
    const token = signedIn?.accessToken;
    expect(await post("/verdict", { token: ` ${token}\n` })).toMatch(
      /Accepted[^]+Under provider 0[^]+tokenIdentifier/,
    );
    emulator.faults.set("deployment-env-other-client");
    const refused = await post("/verdict", { token });
    expect(refused).toMatch(/Refused[^]+Provider by provider[^]+does not match/);
    expect(refused).toContain("npx convex-authkit explain");
    expect(await post("/verdict", { token: "nonsense" })).toContain("Refused");
  });

  it("lints a template as it is written", async () => {
    expect(await post("/lint", { template: '{ "iss": "x" }' })).toMatch(
      /WorkOS refuses it\.[^]+line 1, column 3/,
    );
    expect(await post("/lint", { template: '{ "email": {{ user.email }} }' })).toContain(
      "WorkOS would save it.",
    );
    expect(await post("/lint", { template: " " })).toContain("No template");
  });

  it("tells what has changed: the faults that are on, the chain, the settings", async () => {
    emulator.faults.set("rate-limit?times=3&for=60s&user=ada@example.com");
    record("Refused.", { step: "session", outcome: "refused" });
    const live = JSON.parse((await read("/_emulator/console/live")).text) as {
      parts: Record<string, string>;
      faults: string[];
      settings: Record<string, string>;
    };
    expect(live).toMatchObject({ faults: ["rate-limit"], last: 1, settings: { tokenLifetime: "300" } });
    expect(live.parts["faults"]).toMatch(
      /nothing hit so far of 3, for another (?:1 min|59 s), only for ada@example\.com, endpoint: POST/,
    );
    expect(live.parts["step-session"]).toContain('data-outcome="refused"');
    expect(live.parts["step-token"]).toContain('data-outcome="none"');
  });

  it("leaves out what belongs to a side that is not there", async () => {
    const alone = await createEmulator({ authkit: { port: 0 } });
    const page = await (await fetch(`${alone.url}/_emulator/console`)).text();
    expect(page).toContain("Tokens are judged by the Convex side, which was left out at the start.");
    expect(page).not.toContain('id="deployment"');
    await alone.close();
  });
});

describe("the bug report", () => {
  it("says versions, clients, settings, faults, the chain and the last events, and no secret", async () => {
    await fetch(`${emulator.url}/sso/jwks/client_emulator`, {
      headers: { "user-agent": "workos-node/10.14.0" },
    });
    await emulator.authkit?.signIn(ADA.email);
    emulator.faults.set("rate-limit?times=2");
    const { text } = await read("/_emulator/console/report.md", { "user-agent": "Some Browser/1" });
    expect(text).toContain(`convex-authkit 9.8.7, Node ${process.versions.node}`);
    expect(text).toContain("- client: `workos-node/10.14.0`");
    expect(text).toContain("- browser: `Some Browser/1`");
    expect(text).toContain("- faults: `rate-limit?times=2&");
    expect(text).toMatch(/\| acceptance \| 1 \| 0 \| 0 \| ok \|/);
    expect(text).toContain("GET " + emulator.url);
    for (const secret of [KEY, ADA.password]) expect(text).not.toContain(secret);
  });

  it("stays Markdown, whatever somebody has written", async () => {
    record("A title with ``` in it, and\n# a heading");
    const { text } = await read("/_emulator/console/report.md");
    expect(text).toMatch(/````\n1 [^]*a heading\n````/);
  });
});

describe("what strangers write into the console", () => {
  it("is text, wherever it stands", async () => {
    record(EVIL, {
      kind: EVIL,
      fault: EVIL,
      failureMode: EVIL,
      subject: { email: EVIL, userId: EVIL, sessionId: EVIL },
      detail: { [EVIL]: EVIL },
      outcome: "refused",
    });
    await fetch(`${emulator.url}/${encodeURIComponent(EVIL)}?${EVIL}`, { headers: { "x-evil": EVIL } });
    emulator.faults.set({ id: "rate-limit", user: EVIL, session: EVIL, parameters: { endpoint: EVIL } });
    const { environment } = emulator.authkit ?? {};
    Object.assign(environment ?? {}, { jwtTemplate: `{ "</textarea>${EVIL}": 1 }`, redirectUris: [EVIL] });
    const token = await emulator.mint({ iss: EVIL, sub: EVIL, [EVIL]: EVIL });
    const written = await Promise.all([
      read(`/_emulator/console?text=${encodeURIComponent(EVIL)}`).then(({ text }) => text),
      read("/_emulator/console").then(({ text }) => text),
      read("/_emulator/console/events/1").then(({ text }) => text),
      read("/_emulator/console/events/2").then(({ text }) => text),
      read("/_emulator/console/live").then(({ text }) => Object.values(JSON.parse(text).parts).join("")),
      post("/verdict", { token }),
      post("/lint", { template: `{ "${EVIL}": {{ ${EVIL} }} }` }),
    ]);
    for (const text of written) {
      expect(text).toContain("&lt;");
      expect(text).not.toMatch(/<script>|<img|<\/textarea>&quot;&gt;&lt;script/);
    }
  });
});

describe("who may open it", () => {
  it.each([
    ["somebody who types the address", { "sec-fetch-site": "none" }, 200],
    ["a page of the emulator", { "sec-fetch-site": "same-origin" }, 200],
    ["a page of another site", { "sec-fetch-site": "cross-site" }, 403],
    ["the app, on another port", { "sec-fetch-site": "same-site" }, 403],
    ["a page of an old browser", { origin: "https://evil.example" }, 403],
  ])("%s", async (_who, headers, status) => {
    for (const path of ["", "/console.js", "/live", "/rows", "/events/1", "/report.md"]) {
      record("One.");
      expect([path, (await read(`/_emulator/console${path}`, headers)).status]).toEqual([path, status]);
    }
  });

  it("whoever follows a link of another page is asked first", async () => {
    const link = {
      "sec-fetch-site": "same-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    const { status, text } = await visit("/_emulator/console", link);
    expect(status).toBe(403);
    expect(text).toContain('<a href="/_emulator/console">Open the console</a>');
    expect(text).not.toContain("engine");
    const framed = await visit("/_emulator/console", { ...link, "sec-fetch-dest": "iframe" });
    expect(framed.text).toContain('"forbidden"');
  });

  it("nobody by a foreign name that leads to this machine", async () => {
    expect((await visit("/_emulator/console", { host: "evil.example" })).status).toBe(403);
  });
});
