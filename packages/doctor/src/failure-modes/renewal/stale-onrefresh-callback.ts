import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "stale-onrefresh-callback",
  step: "renewal",
  severity: "note",
  title: "AuthKitProvider keeps the first callbacks it was given",
  short: "Callbacks captured once",
  symptoms: ["onRefresh or onRedirectCallback sees old state."],
  errorTexts: [],
  explanation:
    "authkit-react takes `onRefresh`, `onRefreshFailure` and `onRedirectCallback` when it starts and never again.",
  notAProblemWhen: "The callbacks use no state, or read it through a ref.",
  remedy: () => ["Read changing values through a ref inside the callback."],
  sources: ["https://github.com/workos/authkit-react"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
