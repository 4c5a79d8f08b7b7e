import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "multi-tab-lock-timeout",
  step: "renewal",
  severity: "warning",
  title: "Tabs wait for each other's refresh lock until it times out",
  short: "Refresh lock times out",
  symptoms: ["Errors after sleep with several tabs open."],
  errorTexts: [
    "Couldn't acquire refresh lock.",
    'Lock acquisition timed out for "WORKOS_REFRESH_SESSION" (Native)',
  ],
  explanation:
    "authkit-js refreshes in one tab at a time through a Web Lock and gives up after ten seconds. Versions before 0.20.1 could keep the lock for good.",
  notAProblemWhen: "The client recovered by itself.",
  remedy: (project) => [
    project.install("@workos-inc/authkit-react@latest"),
    "Treat RefreshTimeoutError as a passing fault.",
  ],
  sources: ["https://github.com/workos/authkit-js/issues/117"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
