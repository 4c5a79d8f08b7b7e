import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "code-replayed",
  step: "callback",
  severity: "warning",
  title: "The same authorization code was exchanged twice",
  short: "Code exchanged twice",
  symptoms: ["Reloading the callback page fails.", "In development the exchange runs twice."],
  errorTexts: ["Couldn't exchange code"],
  explanation:
    "A code works once. A second exchange comes from reloading the callback, from an effect that runs twice under StrictMode, or from another tab that has no verifier.",
  notAProblemWhen: "The first exchange succeeded and the user is signed in.",
  remedy: () => [
    "Let the SDK exchange the code: AuthKitProvider or handleAuth() does it.",
    "Leave the callback page with replace, so that Back and Reload do not return to it.",
  ],
  sources: ["https://github.com/workos/authkit-js"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
