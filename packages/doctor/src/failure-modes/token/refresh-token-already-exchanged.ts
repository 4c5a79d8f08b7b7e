import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "refresh-token-already-exchanged",
  step: "token",
  severity: "error",
  title: "A refresh token was used again after its grace period",
  short: "Refresh token used twice",
  symptoms: ["People are signed out at random, often after a pause or with several tabs."],
  errorTexts: ["invalid_grant", "Refresh token already exchanged.", "Failed to refresh session:"],
  explanation:
    "WorkOS renews the refresh token with every use and forgives a replay for 30 seconds. A later use of the old one ends the session: its Set-Cookie got lost (aborted navigation, a render that cannot set cookies), a stale tab kept it, or two places refresh.",
  notAProblemWhen: "An isolated answer that the SDK survived.",
  remedy: (project) => [
    project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10"),
    "Refresh in one place, keep the proxy's matcher narrow, and never call refresh() in a loop.",
  ],
  sources: [
    "https://workos.com/docs/authkit/session-resilience",
    "https://github.com/workos/authkit-nextjs/issues/260",
    "https://github.com/workos/authkit-nextjs/issues/28",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
