import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "workos-429",
  step: "token",
  severity: "error",
  title: "WorkOS refuses token refreshes because there are too many",
  short: "Too many refreshes (429)",
  symptoms: ["The page loads for ever; bursts of 429 or 500 in the host's logs."],
  errorTexts: ["RateLimitExceededException", "Failed to refresh access token", "429 Too Many Requests"],
  explanation:
    "The authenticate endpoint allows ten calls a minute per user. A forced refresh on every page load, several tabs and retries without a pause use them up.",
  notAProblemWhen: "A single 429 that the SDK's own retry survived.",
  remedy: (project) => [
    "new ConvexReactClient(url, { initialAuthTokenReuse: true }) saves the refresh of every page load (convex 1.42.1 or newer).",
    "Refresh in one place only, wait as Retry-After says, and keep the session on 429 (authkit-nextjs 4.3.1 or newer).",
    project.install("convex@latest"),
  ],
  sources: [
    "https://workos.com/docs/rate-limits",
    "https://github.com/workos/authkit-nextjs/issues/371",
    "https://github.com/workos/authkit-nextjs/issues/461",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
