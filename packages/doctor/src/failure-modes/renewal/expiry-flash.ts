import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "expiry-flash",
  step: "renewal",
  severity: "warning",
  title: "The page looks signed out for a moment when the token expires",
  short: "Flash at expiry",
  symptoms: ["Every five minutes, or when a tab comes back, the signed-out page flashes up."],
  errorTexts: [],
  explanation:
    "The token expires before a new one is there, and the page shows what it shows to strangers. Convex 1.40 and newer tell renewing apart from signed out.",
  notAProblemWhen: "The page keeps its content while `isRefreshing` is true.",
  remedy: (project) => [
    "Use <AuthRefreshing> or useConvexAuth().isRefreshing and keep the last content meanwhile.",
    project.install("convex@latest"),
  ],
  sources: ["https://github.com/get-convex/templates/issues/253"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
