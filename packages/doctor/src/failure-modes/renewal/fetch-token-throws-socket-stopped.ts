import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "fetch-token-throws-socket-stopped",
  step: "renewal",
  severity: "error",
  title: "fetchAccessToken throws, and Convex's socket stays stopped",
  short: "fetchAccessToken throws",
  symptoms: ["No query answers any more after a hiccup; the page loads for ever."],
  errorTexts: ["pausing WS for auth token fetch", "Uncaught (in promise)"],
  explanation:
    "Convex stops its socket while it waits for a token and does not catch what the function throws: the socket is never started again.",
  notAProblemWhen: "Everything the function awaits is caught inside it.",
  remedy: () => ["Catch inside fetchAccessToken and try again; return null only when the session is over."],
  sources: ["https://github.com/get-convex/convex-js"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
