import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "idle-session-expired",
  step: "renewal",
  severity: "warning",
  title: "The session ended, and the page goes on as if it had not",
  short: "Ended session unnoticed",
  symptoms: ["After a long pause nothing works until people sign in again."],
  errorTexts: ["invalid_grant", "No access token available", "LoginRequiredError"],
  explanation:
    "Sessions end after the inactivity timeout or their longest life. authkit-react keeps `user` set after that, so the page believes in a session that is gone.",
  notAProblemWhen: "The page leads to sign-in when the token cannot be had.",
  remedy: () => [
    "Handle onRefreshFailure (authkit-react) or getAccessToken() without a token (authkit-nextjs) by leading to sign-in.",
  ],
  sources: ["https://workos.com/docs/authkit/sessions"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
