import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "provider-type-mixup",
  step: "setup",
  severity: "error",
  title: "A provider mixes the fields of customJwt and OIDC",
  short: "Provider fields mixed up",
  symptoms: ["The push is refused, or the provider never matches a token."],
  errorTexts: [
    "is a customJwt so cannot have a 'domain' specified",
    "is oidc so cannot have an 'issuer' specified.",
    "has unexpected 'type' value",
    "data did not match any variant of untagged enum SerializedAuthInfo",
    'missing field "domain"',
  ],
  explanation:
    'A provider of `type: "customJwt"` has `issuer`, `jwks` and `algorithm`; an OIDC provider has `domain` and `applicationID` and no type. When a field is missing, Convex says only that the data matches no variant and does not name it. AuthKit\'s tokens need customJwt: they carry no audience for OIDC to compare.',
  notAProblemWhen:
    "The OIDC provider belongs to another identity provider, or to Convex Auth itself (`CONVEX_SITE_URL`).",
  remedy: (project) => [
    `Write the provider in ${project.authConfig} as { type: "customJwt", issuer, jwks, algorithm: "RS256" }.`,
    project.push(),
  ],
  sources: [
    "https://github.com/get-convex/convex-backend/issues/75",
    "https://docs.convex.dev/auth/advanced/custom-jwt",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [],
});
