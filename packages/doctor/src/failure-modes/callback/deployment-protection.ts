import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "deployment-protection",
  step: "callback",
  severity: "error",
  title: "Vercel's deployment protection answers instead of the app",
  short: "Deployment protection in the way",
  symptoms: ["The callback or a webhook on a preview shows Vercel's login page."],
  errorTexts: ["401 Unauthorized", "Authentication Required"],
  explanation:
    "Standard protection asks every visitor of a preview for a Vercel login. AuthKit's redirect back and WorkOS's webhooks meet that page first.",
  notAProblemWhen: "Everybody who opens previews is signed in to Vercel.",
  remedy: () => [
    "Vercel, Settings, Deployment Protection: exclude the preview domain, or give tests the bypass token.",
    "Send the branch URL (VERCEL_BRANCH_URL) as redirect URI.",
  ],
  sources: ["https://vercel.com/docs/deployment-protection"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
