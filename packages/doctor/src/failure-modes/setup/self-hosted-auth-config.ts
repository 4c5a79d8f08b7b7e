import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "self-hosted-auth-config",
  step: "setup",
  severity: "error",
  title: "A self-hosted backend is too old for customJwt or cannot reach the issuer",
  short: "Self-hosted backend refuses",
  symptoms: ["The auth config works on Convex Cloud and not on the self-hosted backend."],
  errorTexts: ["AuthProviderDiscoveryFailed", 'missing field "domain"'],
  explanation:
    "Backends from before customJwt know only OIDC providers and ask for a domain. And a container cannot fetch a JWKS from the `localhost` of its host.",
  notAProblemWhen: "The backend is current and the JWKS URL is reachable from inside the container.",
  remedy: () => [
    "Update the backend image, and use a JWKS URL that the container can reach, or a data: URL.",
  ],
  sources: [
    "https://github.com/get-convex/convex-backend/issues/109",
    "https://docs.convex.dev/self-hosting",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["provider-type-mixup"],
  detectors: [],
});
