import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "clock-skew",
  step: "acceptance",
  severity: "error",
  title: "The token is from the future for Convex",
  short: "Clocks differ",
  symptoms: ["The first call after sign-in fails, a retry works."],
  errorTexts: ["Could not validate token: Token will be valid in 7 seconds"],
  explanation:
    "Convex accepts `iat` and `nbf` up to five seconds ahead of its clock. An issuer, container or virtual machine with a clock further ahead makes tokens that are not valid yet.",
  notAProblemWhen: 'The message is "Token expired": that is a stale token, not a clock.',
  remedy: () => ["Set the clock of the machine that issues the tokens (NTP)."],
  sources: ["https://github.com/get-convex/convex-backend/issues/139"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [],
});
