import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "expect-auth-anonymous-hang",
  step: "gating",
  severity: "warning",
  title: "expectAuth holds back all queries until somebody signs in",
  short: "expectAuth hangs public pages",
  symptoms: ["Public pages never load their data while signed out."],
  errorTexts: [],
  explanation:
    "`expectAuth: true` makes the client send nothing before a token. A visitor who is not signed in never gets one.",
  notAProblemWhen: "Every page needs sign-in, or the value follows the server's session.",
  remedy: () => [
    "Pass what the server knows: expectAuth={Boolean(accessToken)} from withAuth() in the layout.",
  ],
  sources: ["https://github.com/get-convex/templates/issues/272", "https://docs.convex.dev/client/react"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
