import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "jwks-content-type",
  step: "acceptance",
  severity: "error",
  title: "The JWKS is served with a content type that Convex refuses",
  short: "JWKS content type",
  symptoms: ["Keys behind a tunnel or an own route are refused."],
  errorTexts: [
    "Invalid Content-Type 'text/html' when fetching JWKS from",
    "Expected 'application/json' or 'application/jwk-set+json'.",
  ],
  explanation:
    "Convex accepts `application/json` and `application/jwk-set+json`, with no charset or utf-8. Tunnels often show a page in between.",
  notAProblemWhen: "The URL is WorkOS's.",
  remedy: () => ["Serve the keys as application/json and switch off the tunnel's page, or use a data: URL."],
  sources: ["https://docs.convex.dev/auth/advanced/custom-jwt"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [],
});
