import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "kid-mismatch",
  step: "acceptance",
  severity: "error",
  title: "The JWKS holds no key with the token's key id",
  short: "Key id not in the JWKS",
  symptoms: ["Convex refuses the token although issuer and audience match."],
  errorTexts: [
    "Could not decode token. The JWT's 'kid' (key ID) header is '…', does this key match any key in the provider's JWKS?",
  ],
  explanation:
    "The header of a token names the key that signed it, and Convex looks that key up in the provider's JWKS. It is not there when the token comes from " +
    "another WorkOS environment, or from an emulator that made a new key since the JWKS was copied.\n\n" +
    "Convex says the same sentence for a wrong signature, another algorithm, keys under 2048 bits and a token with too many parts; the verdict tells " +
    "them apart when it has both token and keys.",
  notAProblemWhen: "The keys were rotated a moment ago: Convex keeps them for as long as the server allows.",
  remedy: (project) => [
    project.exec(`convex-authkit verdict - --config ${project.authConfig} --jwks FILE`),
    "Use token and auth config of the same WorkOS environment; keep an emulator's key between runs.",
  ],
  sources: ["https://docs.convex.dev/auth/advanced/custom-jwt"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig", "tokens"],
      *find({ authConfig, tokens }, target) {
        for (const { label, stage, keyId, verdict } of tokens) {
          if (stage !== target.stage || verdict?.accepted !== false) continue;
          if (verdict.failureMode !== "kid-mismatch") continue;
          const provider = verdict.provider === null ? undefined : authConfig.providers[verdict.provider];
          const jwks = provider?.fields.jwks;
          const location =
            jwks === undefined || jwks.kind === "absent" ? (provider?.location ?? null) : jwks.location;
          yield shown({
            subject: `${authConfig.file}#${verdict.provider ?? ""}`,
            severity: NO_COMMON_KID.has(verdict.cause) ? "error" : "warning",
            location,
            evidence: [{ kind: "token", quote: `kid: ${keyId ?? ""} (${label})`, location: null }],
            detail: verdict.explanation,
          });
        }
      },
    }),
  ],
});

/** Causes by which token and JWKS certainly share no key id; the others say the same sentence at Convex. */
const NO_COMMON_KID: ReadonlySet<string> = new Set(["kid-unknown", "jwks-empty", "jwks-without-kids"]);

const CONFIG = "packages/backend/convex/auth.config.ts";
const DEV = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
const TOKEN: Example["inputs"] = {
  convexEnv: { development: `WORKOS_CLIENT_ID=${DEV}` },
  tokens: [{ stage: "development", claims: { iss: `https://api.workos.com/user_management/${DEV}` } }],
};
const OWN = 'user_management/${clientId}`,\n      algorithm: "RS256",\n';
/** A public key without any secret; its private half was thrown away. */
const MODULUS =
  "vDE8Vrp0SMiBL35tlzoUb0c7gZEX4L0QJcyg3u7pPQDwpNSPisYcIDOFONrRS63oFE5RjxMWCNxg6x0D4w4tJSoAzgJLj5sN1i8bfODKKTlrwQYHF2RkLS22nU0KtB_jEOW9V_HJKvu6PeFsCCTe3Ik2UhwqBHAS0XZ-XQ8Rhpm2FNsYuJ_CsL1SGW4blACz6-YKn0-7fX9M8FuHfP4MGEO4xH5QgbHfxl7Aa3rLNhztBo0bzladfLaadcEO-u881L6fxBYquzsyGA8XnmjGyDbJDbY12PkoyJASqNsHt6m81BKL3yh9MZIC0qwVEylyNKp1K-XAyIVy6y5svIZnIw";

/** The second provider with its keys inside a data: URL. */
const keys = (keyId: string): Example["edits"] => [
  {
    file: CONFIG,
    replace: `${OWN}      jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,`,
    with: `${OWN}      jwks: 'data:application/json,{"keys":[{"kty":"RSA","alg":"RS256","use":"sig","kid":"${keyId}","e":"AQAB","n":"${MODULUS}"}]}',`,
  },
];

export const examples: readonly Example[] = [
  {
    name: "the keys of an earlier run of the emulator",
    project: "nextjs-monorepo",
    edits: keys("emulator-key-of-yesterday"),
    inputs: TOKEN,
    expect: [`error kid-mismatch ${CONFIG}:18`],
  },
  {
    name: "the key id is there, and belongs to another key",
    project: "nextjs-monorepo",
    edits: keys("sso_oidc_key_pair_01EXAMPLE"),
    inputs: TOKEN,
    expect: [`warning kid-mismatch ${CONFIG}:18`],
  },
  {
    name: "other keys, and no token in evidence",
    project: "nextjs-monorepo",
    edits: keys("emulator-key-of-yesterday"),
    expect: [],
  },
  {
    name: "a token, and no keys in evidence",
    project: "nextjs-monorepo",
    edits: [],
    inputs: TOKEN,
    expect: [],
  },
];
