import { expect, it } from "vitest";
import type { ConnectionState } from "../provider/connection-state.ts";
import { readToken } from "../provider/read-token.ts";
import { reportText } from "./report-text.ts";

const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url");
const SIGNATURE = "c2lnbmF0dXJlLW9mLWEtdG9rZW4tdGhhdC1ub2JvZHktbWF5LXNlZQ";
const TOKEN = `${part({ alg: "RS256", kid: "key_1" })}.${part({ sub: "user_1", iss: "https://api.workos.com" })}.${SIGNATURE}`;
const NOW = Date.UTC(2026, 0, 1);

const STATE: ConnectionState = {
  session: { status: "signed-out" },
  token: null,
  acceptance: { status: "refused" },
  lastFailure: {
    step: "acceptance",
    reason: `Convex refused ${TOKEN}`,
    failureMode: "second-provider-missing",
    time: NOW,
  },
  getAccessToken: async () => null,
  retry() {},
};

const report = (): string =>
  reportText({
    layers: [{ step: "session", title: "WorkOS session", status: "holds", says: "AuthKit knows a user." }],
    state: STATE,
    content: readToken(TOKEN),
    judgement: { verdict: null, answer: { accepted: false, message: `Bearer ${TOKEN} was refused` } },
    explained: null,
    inspection: {
      history: [{ time: NOW, type: "refused", message: "a | b" }],
      token: TOKEN,
      url: "https://happy-otter-123.convex.cloud",
    },
    now: NOW,
  });

it("has the chain, the claims, Convex's words and what happened, to be pasted", () => {
  const text = report();
  for (const expected of [
    "(2026-01-01T00:00:00.000Z)",
    "- **WorkOS session**: holds. AuthKit knows a user.",
    "Deployment: https://happy-otter-123.convex.cloud",
    "Last failure: acceptance: Convex refused",
    "Failure mode: second-provider-missing (npx convex-authkit explain second-provider-missing)",
    '"kid": "key_1"',
    '"sub": "user_1"',
    String.raw`"a \| b"`,
  ])
    expect(text).toContain(expected);
});

it("has no token and no signature, wherever one has slipped into", () => {
  const text = report();
  expect(text).not.toContain(SIGNATURE);
  expect(text).not.toContain(TOKEN.split(".")[1]);
});
