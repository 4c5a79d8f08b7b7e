import { judge } from "@convex-authkit/core";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterEach, describe, expect, it } from "vitest";
import { ALL_FAULTS } from "../../faults/all-faults.ts";
import { fault } from "../../faults/fault.ts";
import { connectTestClient } from "../test-client.ts";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";
import { CLIENT_ID, createTestIssuer, ISSUER, providerOf, type TestIssuer } from "../test-issuer.ts";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(wished?: Parameters<typeof startTestDeployment>[0]): Promise<TestDeployment> {
  const deployment = await startTestDeployment({ faults: ALL_FAULTS, ...wished });
  open.push(deployment);
  return deployment;
}

const whoami = makeFunctionReference<"query">("auth:whoami");

/** What Convex's client is told over the socket when it hands the token over; null: it is accepted. */
async function toldOverSocket({ url }: TestDeployment, token: string): Promise<string | null> {
  const client = connectTestClient(url);
  open.push(client);
  client.setAuth(async () => token);
  await client.until(() => client.authenticated.length > 0);
  const told = client.verbose.map((line) => /attempting to reauthenticate: (.*) \[v\d+\]$/s.exec(line)?.[1]);
  return told.find((error) => error !== undefined) ?? null;
}

/** What Convex's HTTP client throws. */
async function toldOverHttp({ url }: TestDeployment, token: string): Promise<string> {
  const client = new ConvexHttpClient(url, { logger: false, auth: token });
  return client.query(whoami, {}).then(
    () => "accepted",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

interface Refusal {
  what: string;
  token(issuer: TestIssuer, now: number): Promise<string>;
  provider?: Record<string, unknown>;
  cause: string;
  says: RegExp;
}

const REFUSALS: Refusal[] = [
  {
    what: "is no JWT",
    token: async () => "wos-session",
    cause: "token-not-a-jwt",
    says: /^Could not parse JWT payload\./,
  },
  {
    what: "has no issuer",
    token: (issuer) => issuer.sign({ iss: undefined }),
    cause: "issuer-missing",
    says: /^Missing issuer claim/,
  },
  {
    what: "comes from another client id",
    token: (issuer) => issuer.sign({ iss: `${ISSUER}OTHER` }),
    cause: "issuer-client-id-differs",
    says: /^No auth provider found matching the given token\. .*: \[CustomJWT\(issuer=https:\/\/api\.workos\.com/,
  },
  {
    what: "lacks the audience that the provider asks for",
    token: (issuer) => issuer.sign(),
    provider: { applicationID: CLIENT_ID },
    cause: "audience-missing",
    says: /app_id=client_01TESTEMULATOR\)\]$/,
  },
  {
    what: "was signed with a key that is not published",
    token: (issuer) => issuer.sign({}, { kid: "key-2" }),
    cause: "kid-unknown",
    says: /'kid' \(key ID\) header is 'key-2'/,
  },
  {
    what: "was signed by somebody else under the same kid",
    token: async (_issuer, now) => (await createTestIssuer(() => now, "own")).sign(),
    cause: "signature-mismatch",
    says: /'kid' \(key ID\) header is 'key-1'/,
  },
  {
    what: "expired six seconds ago",
    token: (issuer, now) => issuer.sign({ exp: Math.floor(now / 1000) - 6 }),
    cause: "token-expired",
    says: /^Could not validate token: Token expired \d+ seconds ago$/,
  },
  {
    what: "was issued in the future",
    token: (issuer, now) => issuer.sign({ iat: Math.floor(now / 1000) + 600 }),
    cause: "token-issued-in-the-future",
    says: /^Could not validate token: Token will be valid in \d+ seconds$/,
  },
  {
    what: "has no subject",
    token: (issuer) => issuer.sign({ sub: undefined }),
    cause: "subject-missing",
    says: /^Could not verify token claim\./,
  },
];

describe("a token that", () => {
  it.each(REFUSALS)("$what is refused in Convex's words", async ({ token, provider, cause, says }) => {
    const deployment = await start();
    const config = { providers: [{ ...providerOf(deployment.issuer), ...provider }] };
    deployment.functions.push(config);
    const now = deployment.clock.now();
    const sent = await token(deployment.issuer, now);

    const told = await toldOverSocket(deployment, sent);
    expect(told).toMatch(says);
    const [verdict] = deployment.events("verdict");
    expect(verdict).toMatchObject({ outcome: "refused", detail: { cause, told } });
    expect(deployment.events("auth-error")[0]?.detail).toMatchObject({
      error: told,
      baseVersion: 0,
      authUpdateAttempted: true,
    });

    const answer: unknown = JSON.parse(await toldOverHttp(deployment, sent));
    const expected = await judge(sent, { config, now: now / 1000 });
    expect(answer).toMatchObject({
      code: "code" in expected ? expected.code : "accepted",
      message: expect.stringMatching(says),
    });
  });

  it("is right is accepted, and the timeline says whose it is", async () => {
    const deployment = await start();
    const token = await deployment.issuer.sign({ org_id: "org_01", email: "ada@example.com" });
    expect(await toldOverSocket(deployment, token)).toBeNull();
    expect(await toldOverHttp(deployment, token)).toBe("accepted");
    expect(deployment.events("verdict")[0]).toMatchObject({
      outcome: "ok",
      subject: {
        userId: "user_01ADA",
        sessionId: "session_01ADA",
        organizationId: "org_01",
        email: "ada@example.com",
        connectionId: "connection 1",
      },
      detail: { provider: 0, tokenIdentifier: `${ISSUER}|user_01ADA` },
    });
    expect(JSON.stringify(deployment.timeline.events())).not.toContain(token);
  });

  it("is refused on a production deployment hides the providers and the kid, and nothing else", async () => {
    const deployment = await start({ redactMessages: true });
    const foreign = await deployment.issuer.sign({ iss: "https://example.com" });
    expect(await toldOverSocket(deployment, foreign)).toBe("No auth provider found matching the given token");
    const unknown = await deployment.issuer.sign({}, { kid: "key-2" });
    expect(await toldOverSocket(deployment, unknown)).toBe(
      "Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid.",
    );
    const late = await deployment.issuer.sign({ exp: 1 });
    expect(await toldOverSocket(deployment, late)).toMatch(/^Could not validate token: Token expired/);
    // The reason is there for whoever runs the emulator.
    expect(deployment.events("verdict").map(({ detail }) => detail?.["cause"])).toEqual([
      "issuer-differs",
      "kid-unknown",
      "token-expired",
    ]);
  });

  it("meets a fault that hides the reason is refused without it", async () => {
    const deployment = await start();
    deployment.faults.set("auth-error-redacted");
    const foreign = await deployment.issuer.sign({ iss: "https://example.com" });
    expect(await toldOverSocket(deployment, foreign)).toBe("No auth provider found matching the given token");
    expect(deployment.events("verdict")[0]).toMatchObject({
      outcome: "refused",
      fault: "auth-error-redacted",
    });
  });
});

describe("the providers", () => {
  it("are tried in the order in which Convex stores them, without a second try", async () => {
    const deployment = await start();
    const other = await createTestIssuer(() => deployment.clock.now(), "own");
    const unset = { ...providerOf(deployment.issuer), jwks: other.jwksUrl };
    deployment.functions.push({
      providers: [{ ...providerOf(deployment.issuer), applicationID: CLIENT_ID }, unset],
    });
    // The second of the file is stored first, and its keys do not fit.
    const token = await deployment.issuer.sign({ aud: CLIENT_ID });
    expect(await toldOverSocket(deployment, token)).toMatch(/^Could not decode token/);
    expect(await toldOverSocket(deployment, await other.sign({ aud: CLIENT_ID }))).toBeNull();
    expect(deployment.events("verdict").map(({ detail }) => detail?.["provider"])).toEqual([1, 1]);
  });

  it("accept the tokens of both issuers of WorkOS where both are configured", async () => {
    const deployment = await start();
    const { jwksUrl } = deployment.issuer;
    deployment.functions.push({
      providers: [
        {
          ...providerOf(deployment.issuer),
          issuer: "https://api.workos.com/",
          applicationID: CLIENT_ID,
          jwks: jwksUrl,
        },
        providerOf(deployment.issuer),
      ],
    });
    expect(await toldOverSocket(deployment, await deployment.issuer.sign())).toBeNull();
    const shared = await deployment.issuer.sign({ iss: "https://api.workos.com", aud: CLIENT_ID });
    expect(await toldOverSocket(deployment, shared)).toBeNull();
    expect(deployment.events("verdict").map(({ detail }) => detail?.["provider"])).toEqual([1, 0]);
  });

  it("count as they were pushed last, not as they are in the file", async () => {
    const deployment = await start();
    const token = await deployment.issuer.sign();
    deployment.faults.set("stale-auth-config");
    expect(await toldOverSocket(deployment, token)).toMatch(/\(no providers configured\)/);
    expect(deployment.events("verdict")[0]).toMatchObject({ outcome: "fault", fault: "stale-auth-config" });
    deployment.faults.clear("stale-auth-config");
    expect(await toldOverSocket(deployment, token)).toBeNull();
  });

  it("of OIDC are not emulated, which is said instead of guessed", async () => {
    const deployment = await start();
    deployment.functions.push({ providers: [{ domain: ISSUER, applicationID: CLIENT_ID }] });
    const token = await deployment.issuer.sign({ aud: CLIENT_ID });
    expect(await toldOverSocket(deployment, token)).toMatch(
      /^This is convex-authkit's emulator, not Convex: it cannot decide about the token, because .*\. A Convex deployment would decide about it\.$/,
    );
  });

  it("are none where the app has no auth config", async () => {
    const deployment = await start({ authConfig: null });
    expect(await toldOverSocket(deployment, await deployment.issuer.sign())).toMatch(
      /\(no providers configured\)/,
    );
  });
});

describe("Convex's clock", () => {
  it("decides about a token, and may be off", async () => {
    const slow = fault({
      id: "slow-clock",
      side: "convex",
      title: "Convex's clock is ten minutes behind.",
      about: "",
      provokes: ["clock-skew"],
      parameters: {},
      at: { convexClock: (own) => own - 600_000 },
    });
    const deployment = await start({ faults: [slow] });
    deployment.faults.set("slow-clock");
    expect(await toldOverSocket(deployment, await deployment.issuer.sign())).toMatch(
      /will be valid in \d+ seconds/,
    );
    expect(deployment.events("verdict")[0]).toMatchObject({
      outcome: "fault",
      fault: "slow-clock",
      failureMode: "clock-skew",
    });
  });

  it("lets a token of the last five seconds in and ends the session at once", async () => {
    const deployment = await start();
    const token = await deployment.issuer.sign();
    await deployment.clock.advance(303_000);
    const ended = new Promise<void>((resolve) =>
      deployment.timeline.subscribe(({ kind }) => kind === "token-expired" && resolve()),
    );
    const client = connectTestClient(deployment.url);
    open.push(client);
    client.setAuth(async () => token);
    await ended;
    expect(deployment.events("verdict")[0]).toMatchObject({ outcome: "ok" });
    expect(deployment.events("token-expired")[0]?.detail).toMatchObject({ authUpdateAttempted: false });
    expect(client.authenticated).toEqual([]);
  });
});
