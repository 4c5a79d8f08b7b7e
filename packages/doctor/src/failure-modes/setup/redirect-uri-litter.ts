import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "redirect-uri-litter",
  step: "setup",
  severity: "note",
  title: "Every preview added its redirect URI, and none was ever removed",
  short: "Dead preview redirect URIs",
  symptoms: ["The WorkOS environment lists redirect URIs and origins of previews that are long gone."],
  errorTexts: [],
  explanation:
    "The Convex CLI only adds redirect URIs and CORS origins; it never removes one, and WorkOS's API cannot list them.",
  notAProblemWhen: "Few previews, or one fixed preview host.",
  remedy: () => [
    "Remove them in the WorkOS dashboard, Applications, Redirects, or register one wildcard for your own preview domain.",
  ],
  sources: ["https://docs.convex.dev/auth/authkit/auto-provision"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
