import { readFileSync } from "node:fs";
import { judge } from "@convex-authkit/core";
import { describe, expect, it } from "vitest";
import { explainRefusal } from "./explain-refusal.ts";

const CLIENT = "client_01MINE";
const OTHER = "client_01OTHER";
const WORKOS = "https://api.workos.com";
const ofClient = (client: string): string => `${WORKOS}/user_management/${client}`;

const provider = (issuer: string, applicationID?: string) => ({
  type: "customJwt",
  algorithm: "RS256",
  issuer,
  jwks: `${WORKOS}/sso/jwks/${CLIENT}`,
  ...(applicationID === undefined ? {} : { applicationID }),
});
const SHARED = provider(`${WORKOS}/`, CLIENT);
const OWN = provider(ofClient(CLIENT));

const NOW = Date.UTC(2026, 0, 1) / 1000;

function token(claims: object, header: object = { alg: "RS256", kid: "key_1" }): string {
  const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url");
  const all = { sub: "user_1", iat: NOW, exp: NOW + 300, ...claims };
  return `${part(header)}.${part(all)}.c2lnbmF0dXJl`;
}

/** What Convex says about a token, as a deployment for development says it, and the failure mode of the whole judgement. */
async function refused(
  providers: object[],
  value: string,
  keys?: { status: number; contentType: string; body: string },
): Promise<{ message: string; failureMode: string | null }> {
  const jwks = keys === undefined ? undefined : async () => keys;
  const verdict = await judge(value, {
    config: { providers },
    now: NOW,
    ...(jwks === undefined ? {} : { jwks }),
  });
  if (verdict.accepted !== false) throw new Error("The token is not refused.");
  return verdict;
}

const catalogue = new Set(
  (
    JSON.parse(
      readFileSync(new URL("../../../doctor/src/failure-modes/catalogue.json", import.meta.url), "utf8"),
    ) as { id: string }[]
  ).map(({ id }) => id),
);

describe("Convex's words and the token name the failure mode that the whole judgement names", () => {
  it.each<[string, object[], string]>([
    ["no provider", [], token({ iss: ofClient(CLIENT) })],
    ["the API origin only", [SHARED], token({ iss: ofClient(CLIENT) })],
    ["the client's issuer only", [OWN], token({ iss: `${WORKOS}/` })],
    ["the client of another environment", [SHARED, OWN], token({ iss: ofClient(OTHER) })],
    ["an audience that the shared issuer's token lacks", [SHARED, OWN], token({ iss: `${WORKOS}/` })],
    [
      "an audience asked of a token that never has one",
      [provider(ofClient(CLIENT), CLIENT)],
      token({ iss: ofClient(CLIENT) }),
    ],
    [
      "the issuer of a custom authentication domain",
      [OWN],
      token({ iss: `https://auth.example.com/user_management/${CLIENT}` }),
    ],
    [
      "a token that is none of AuthKit's sessions",
      [SHARED, OWN],
      token({ iss: "https://notes.authkit.app" }),
    ],
  ])("%s", async (_what, providers, value) => {
    const verdict = await refused(providers, value);
    expect(verdict.failureMode).not.toBeNull();
    expect(explainRefusal(verdict.message, value)).toEqual({
      message: verdict.message,
      failureMode: verdict.failureMode,
    });
    expect(catalogue).toContain(verdict.failureMode);
  });

  it.each<[string, { status: number; contentType: string; body: string }]>([
    ["keys that are a page", { status: 200, contentType: "text/html", body: "<h1>Not found</h1>" }],
    ["keys that are not there", { status: 404, contentType: "application/json", body: "{}" }],
    ["keys that are no key set", { status: 200, contentType: "application/json", body: "[]" }],
    ["none of the keys", { status: 200, contentType: "application/json", body: '{"keys":[]}' }],
  ])("%s", async (_what, keys) => {
    const value = token({ iss: ofClient(CLIENT) });
    const verdict = await refused([OWN], value, keys);
    const { failureMode } = explainRefusal(verdict.message, value);
    // Where one sentence of Convex stands for several causes, nothing is named rather than a guess.
    expect([null, verdict.failureMode]).toContain(failureMode);
    if (failureMode !== null) expect(catalogue).toContain(failureMode);
  });
});

describe("nothing is named", () => {
  it("where a production deployment keeps its providers to itself", async () => {
    const value = token({ iss: ofClient(OTHER) });
    expect(explainRefusal("No auth provider found matching the given token", value).failureMode).toBeNull();
  });

  it("for words that are not Convex's, and without a token", async () => {
    const { message } = await refused([SHARED], token({ iss: ofClient(CLIENT) }));
    expect(explainRefusal("502 Bad Gateway", null).failureMode).toBeNull();
    expect(explainRefusal(message, null).failureMode).toBeNull();
    expect(explainRefusal(message, "no.token").failureMode).toBeNull();
  });
});
