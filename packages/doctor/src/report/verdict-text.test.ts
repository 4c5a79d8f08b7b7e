import { describe, expect, it } from "vitest";
import { judge, unknown } from "@convex-authkit/core";
import { plain } from "./paint.ts";
import { durationText, timeText, verdictText } from "./verdict-text.ts";

const NOW = 1_800_000_000;
const options = { width: 90, paint: plain, now: NOW, config: "convex/auth.config.ts" };
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const { privateKey, publicKey } = await crypto.subtle.generateKey(
  {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  },
  true,
  ["sign", "verify"],
);
const jwks = { keys: [{ ...(await crypto.subtle.exportKey("jwk", publicKey)), kid: "key", alg: "RS256" }] };

async function tokenWith(claims: object): Promise<string> {
  const signed = `${part({ alg: "RS256", kid: "key" })}.${part({ sub: "user_01", iat: NOW - 10, exp: NOW + 252, ...claims })}`;
  const signature = await crypto.subtle.sign(
    "RSASSA-PKCS1-v1_5",
    privateKey,
    new TextEncoder().encode(signed),
  );
  return `${signed}.${Buffer.from(signature).toString("base64url")}`;
}

const issuer = "https://api.workos.com/user_management/client_01PROD";
const provider = {
  type: "customJwt",
  issuer,
  algorithm: "RS256",
  jwks: "https://api.workos.com/sso/jwks/client_01PROD",
};
const config = {
  providers: [{ ...provider, issuer: "https://api.workos.com/", applicationID: "client_01PROD" }, provider],
};

describe("a verdict in words", () => {
  it("accepted: by whom, for how long, and the identity that functions see", async () => {
    const verdict = await judge(await tokenWith({ iss: issuer, email: "ada@example.com" }), {
      config,
      jwks,
      now: NOW,
    });
    expect(verdictText(verdict, options)).toMatchInlineSnapshot(`
      "✓ Convex accepts this token.
        Provider 2 of convex/auth.config.ts accepts it for 4 min 12 s more, until
        2027-01-15T08:04:12Z.

      The identity that functions see
        tokenIdentifier  https://api.workos.com/user_management/client_01PROD|user_01
        issuer           https://api.workos.com/user_management/client_01PROD
        subject          user_01
        email            ada@example.com
      "
    `);
  });

  it("rejected: the true reason, Convex's words, what each provider found", async () => {
    const verdict = await judge(await tokenWith({ iss: "https://api.workos.com" }), {
      config,
      jwks,
      now: NOW,
    });
    expect(verdictText(verdict, options)).toMatchInlineSnapshot(`
      "✗ Convex rejects this token.
        The issuer matches, but the provider's \`applicationID\` "client_01PROD" must be in the
        token's \`aud\`, and the token has no \`aud\`.
        cause shared-issuer-audience-missing, at no-provider, failure mode shared-issuer-token-without-aud

      What Convex says
        No auth provider found matching the given token. Check that your JWT's issuer and
        audience match one of your configured providers:
        [CustomJWT(issuer=https://api.workos.com/user_management/client_01PROD, app_id=none),
        CustomJWT(issuer=https://api.workos.com/, app_id=client_01PROD)]

      The providers of convex/auth.config.ts
        ✗ 1  https://api.workos.com/
             The issuer matches, but the provider's \`applicationID\` "client_01PROD" must be in
             the token's \`aud\`, and the token has no \`aud\`.
        ✗ 2  https://api.workos.com/user_management/client_01PROD
             The token has the issuer that all older WorkOS environments share, which this
             provider does not have: the token has "https://api.workos.com", the provider
             "https://api.workos.com/user_management/client_01PROD".
      "
    `);
  });

  it("not decided: what is missing, and how to hand it in", async () => {
    const token = await tokenWith({ iss: issuer });
    const withoutKeys = await judge(token, { config, now: NOW });
    expect(verdictText(withoutKeys, options)).toMatchInlineSnapshot(`
      "? Not decided: nothing is wrong up to the signature, which could not be checked.

      Missing
        provider 2: the keys behind https://api.workos.com/sso/jwks/client_01PROD are not at
          hand (give the JWKS with --jwks FILE)

      The providers of convex/auth.config.ts
        ✗ 1  https://api.workos.com/
             The token has the issuer of its client id, which this provider does not have: the
             token has "https://api.workos.com/user_management/client_01PROD", the provider
             "https://api.workos.com/".
        ✓ 2  https://api.workos.com/user_management/client_01PROD
             Issuer and audience match the token.
      "
    `);
    const open = {
      providers: [{ ...provider, issuer: unknown("the deployment's WORKOS_CLIENT_ID is not in evidence") }],
    };
    const undecided = verdictText(await judge(token, { config: open, jwks, now: NOW }), options);
    expect(undecided.replace(/\s+/g, " ")).toContain(
      "the deployment's WORKOS_CLIENT_ID is not in evidence (give it with --convex-env STAGE=FILE)",
    );
  });

  it("never holds the token, and lets no claim write escape sequences", async () => {
    const token = await tokenWith({ iss: issuer, "\u001B[2J": "\u001B]0;x\u0007" });
    for (const now of [NOW, NOW + 9999]) {
      const text = verdictText(await judge(token, { config, jwks, now }), options);
      // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
      for (const piece of token.split(".")) expect(text).not.toContain(piece);
    }
  });
});

it.each([
  [0, "0 s"],
  [59.9, "59 s"],
  [252, "4 min 12 s"],
  [3600, "1 h"],
  [90_061, "1 d 1 h"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

it("a time is written in ISO 8601, and one that is no date in words", () => {
  expect(timeText(NOW)).toBe("2027-01-15T08:00:00Z");
  expect(timeText(1e18)).toBe("1000000000000000000 s after 1970");
});
