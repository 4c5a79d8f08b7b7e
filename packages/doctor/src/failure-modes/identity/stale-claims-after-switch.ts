import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "stale-claims-after-switch",
  step: "identity",
  severity: "warning",
  title: "Convex keeps the old organization's token after a switch",
  short: "Old claims after a switch",
  symptoms: ["After switching organizations the old role or data stays for minutes."],
  errorTexts: [],
  explanation:
    "Convex asks for a new token only at its scheduled refresh or when `fetchAccessToken` changes. A switch that changes neither leaves the old claims in force.",
  notAProblemWhen: "fetchAccessToken depends on the organization.",
  remedy: () => ["Add organizationId to the dependencies of fetchAccessToken."],
  sources: ["https://github.com/workos/authkit-nextjs/issues/260"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
