import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "authkit-provider-remount",
  step: "session",
  severity: "warning",
  title: "AuthKitProvider is mounted anew on navigation",
  short: "AuthKitProvider remounts",
  symptoms: ["The auth state starts over when people navigate."],
  errorTexts: [],
  explanation:
    "authkit-react's provider begins anew when it remounts, or when `clientId`, `redirectUri`, `apiHostname` or `refreshBufferInterval` change.",
  notAProblemWhen: "The props are computed once.",
  remedy: () => ["Mount AuthKitProvider above the router, with constant props."],
  sources: ["https://github.com/workos/authkit-react"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
