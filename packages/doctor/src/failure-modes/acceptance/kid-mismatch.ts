import { failureMode } from "../failure-mode.ts";

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
    "The token was signed by another environment or by an earlier run of an emulator. Convex says the same sentence for a wrong signature, another algorithm, keys under 2048 bits and a token with too many parts; the verdict tells them apart when it has both token and keys.",
  notAProblemWhen: "The keys were rotated a moment ago: Convex keeps them for as long as the server allows.",
  remedy: (project) => [
    project.exec("convex-authkit verdict - --config " + project.authConfig + " --jwks FILE"),
    "Use token and auth config of the same WorkOS environment; keep an emulator's key between runs.",
  ],
  sources: ["https://docs.convex.dev/auth/advanced/custom-jwt"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [],
});
