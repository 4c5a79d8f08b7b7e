import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";

/** Signs access tokens for tests. */
export interface TestIssuer {
  jwks: { keys: object[] };
  /** A `data:` URL with the keys, for the `jwks` of a provider. */
  jwksUrl: string;
  /** Signs the claims with `iss` and `sub` of a user, unless they say otherwise. Each token differs from all others. */
  sign(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>;
}

export const CLIENT_ID = "client_01TESTEMULATOR";
export const ISSUER = `https://api.workos.com/user_management/${CLIENT_ID}`;

let count = 0;
/** Making one takes long. */
let sharedPair: ReturnType<typeof generateKeyPair> | undefined;

/**
 * @param now milliseconds since 1970; tokens are issued then and live for 300 s unless their claims say otherwise
 * @param key `own`: a key that no other issuer has, under the same kid
 */
export async function createTestIssuer(
  now: () => number = Date.now,
  key: "shared" | "own" = "shared",
): Promise<TestIssuer> {
  sharedPair ??= generateKeyPair("RS256");
  const { publicKey, privateKey } = await (key === "shared" ? sharedPair : generateKeyPair("RS256"));
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "key-1", alg: "RS256", use: "sig" }] };
  return {
    jwks,
    jwksUrl: `data:application/json;base64,${Buffer.from(JSON.stringify(jwks)).toString("base64")}`,
    sign(claims = {}, header = {}) {
      const issuedAt = Math.floor(now() / 1000);
      const all = {
        iss: ISSUER,
        sub: "user_01ADA",
        sid: "session_01ADA",
        jti: `token-${++count}`,
        iat: issuedAt,
        exp: issuedAt + 300,
        ...claims,
      };
      return new SignJWT(JSON.parse(JSON.stringify(all)))
        .setProtectedHeader({ alg: "RS256", kid: "key-1", ...header })
        .sign(privateKey);
    },
  };
}

/** The provider of an auth config for tokens of the issuer. */
export function providerOf({ jwksUrl }: TestIssuer): Record<string, unknown> {
  return { type: "customJwt", issuer: ISSUER, jwks: jwksUrl, algorithm: "RS256" };
}
