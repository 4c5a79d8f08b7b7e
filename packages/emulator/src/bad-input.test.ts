import { createHash } from "node:crypto";
import { connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { WorkOS } from "@workos-inc/node";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createEmulator } from "./create-emulator.ts";
import type { Emulator } from "./emulator.ts";

const ADA = { email: "ada@example.com", password: "correct-horse-battery" };
const REDIRECT_URI = "http://localhost:3000/callback";
const VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const MEBIBYTE = 1024 * 1024;
const SEED = 4;

async function startEmulator(): Promise<Emulator> {
  return await createEmulator({
    authkit: {
      port: 0,
      rateLimits: false,
      redirectUris: [REDIRECT_URI],
      seed: { accounts: [{ ...ADA, emailVerified: true }] },
    },
  });
}

function grant({ url, clientId }: Emulator, fields: Record<string, unknown>): Promise<Response> {
  return post(url, JSON.stringify({ client_id: clientId, ...fields }));
}

function post(url: string, body: BodyInit, type = "application/json"): Promise<Response> {
  return fetch(`${url}/user_management/authenticate`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
}

/** Goes through the pages as a browser does. @returns where AuthKit sends it with the code */
async function codeFor(emulator: Emulator, state: string): Promise<URL> {
  const asked = new URLSearchParams({
    client_id: emulator.clientId,
    redirect_uri: REDIRECT_URI,
    response_type: "code",
    provider: "authkit",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    state,
  });
  const authorize = await fetch(`${emulator.url}/user_management/authorize?${asked}`, { redirect: "manual" });
  const page = new URL(authorize.headers.get("location") ?? "", emulator.url);
  const authorization = page.searchParams.get("authorization") ?? "";
  const signedIn = await fetch(`${emulator.url}/authkit/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ ...ADA, authorization }),
    redirect: "manual",
  });
  return new URL(signedIn.headers.get("location") ?? "", emulator.url);
}

const exchange = (emulator: Emulator, code: string, verifier = VERIFIER): Promise<Response> =>
  grant(emulator, { grant_type: "authorization_code", code, code_verifier: verifier });

/** From the page to the first refresh, and with the SDK. */
async function signsInAsUsual(emulator: Emulator): Promise<void> {
  const callback = await codeFor(emulator, "as usual");
  const first = await exchange(emulator, callback.searchParams.get("code") ?? "");
  expect(first.status).toBe(200);
  const { refresh_token: token } = (await first.json()) as { refresh_token: string };
  expect((await grant(emulator, { grant_type: "refresh_token", refresh_token: token })).status).toBe(200);
  const { hostname, port } = new URL(emulator.url);
  const workos = new WorkOS(emulator.apiKey, {
    apiHostname: hostname,
    https: false,
    port: Number(port),
    clientId: emulator.clientId,
  });
  const { user } = await workos.userManagement.authenticateWithPassword({
    ...ADA,
    clientId: emulator.clientId,
  });
  expect(user.email).toBe(ADA.email);
}

/** Sends bytes as they are. @returns the status line of the answer; empty: the connection was closed without one */
function sendRaw({ url }: Emulator, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer.split("\r\n", 1)[0] ?? ""));
    socket.end(bytes, "latin1");
  });
}

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Everything somebody may send who means harm or has a defect. */
async function misuse(emulator: Emulator): Promise<void> {
  const { url, clientId } = emulator;

  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom("grant_type", "code", "code_verifier", "refresh_token", "client_secret", "__proto__"),
        fc.oneof(fc.string(), fc.jsonValue()),
      ),
      async (fields) => {
        expect([400, 401]).toContain((await grant(emulator, fields)).status);
      },
    ),
    { seed: SEED, numRuns: 200 },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
      expect((await post(url, Buffer.from(bytes))).status).toBe(400);
    }),
    { seed: SEED, numRuns: 100 },
  );

  for (let time = 0; time < 4; time++) {
    const filler = "x".repeat(10 * MEBIBYTE);
    const form = "application/x-www-form-urlencoded";
    expect((await post(url, JSON.stringify({ client_id: clientId, code: filler }))).status).toBe(413);
    expect((await post(url, `client_id=${clientId}&code=${filler}`, form)).status).toBe(413);
    const page = await fetch(`${url}/authkit/sign-in`, {
      method: "POST",
      headers: { "content-type": form },
      body: `authorization=${filler}`,
    });
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.status).toBeLessThan(500);
  }

  // A code that somebody else has caught: once, and with its verifier.
  const callback = await codeFor(emulator, "mine");
  const code = callback.searchParams.get("code") ?? "";
  expect((await exchange(emulator, code, `${VERIFIER}x`)).status).toBe(400);
  const caught = await codeFor(emulator, "caught");
  const again = caught.searchParams.get("code") ?? "";
  expect((await exchange(emulator, again)).status).toBe(200);
  for (let time = 0; time < 20; time++) expect((await exchange(emulator, again)).status).toBe(400);

  // `state` is the app's to check: whatever it is, it comes back unchanged, and nowhere but to a registered address.
  const states = ["<script>alert(1)</script>", "\u0000\u2028ü", "a&code=forged#b", "x".repeat(5_000)];
  for (const state of states) {
    const back = await codeFor(emulator, state);
    expect(back.origin + back.pathname).toBe(REDIRECT_URI);
    expect(back.searchParams.getAll("state")).toEqual([state]);
    expect(back.searchParams.getAll("code")).toHaveLength(1);
  }

  const head = "POST /user_management/authenticate HTTP/1.1\r\nhost: localhost\r\n";
  for (const raw of [
    "\u0000\u0001\u0002\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
    `${head}content-length: -1\r\n\r\n`,
    `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${head}transfer-encoding: chunked\r\n\r\nZZ\r\n`,
    `${head}x: ${"y".repeat(100_000)}\r\n\r\n`,
  ])
    expect(await sendRaw(emulator, raw)).toMatch(/^(?:HTTP\/1\.1 4\d\d .*)?$/);
  // Promises more than it sends, and goes.
  for (let time = 0; time < 50; time++) await sendRaw(emulator, `${head}content-length: 100000\r\n\r\n{"a`);
}

it("signs in as usual after malformed grants, large bodies, replayed codes and forged states, without having grown", async () => {
  const emulator = await startEmulator();
  await signsInAsUsual(emulator);
  // Once, so that what is loaded and compiled for it is there.
  await misuse(emulator);
  const before = heapUsed();
  await misuse(emulator);
  await signsInAsUsual(emulator);
  expect((heapUsed() - before) / MEBIBYTE).toBeLessThan(10);
  expect(emulator.timeline.events().some(({ outcome }) => outcome === "refused")).toBe(true);
  await emulator.close();
});
