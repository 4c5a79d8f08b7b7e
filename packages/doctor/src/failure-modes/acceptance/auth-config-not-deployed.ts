import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "auth-config-not-deployed",
  step: "acceptance",
  severity: "error",
  title: "The deployment's auth config is not the one in this project",
  short: "Auth config not deployed",
  symptoms: ["You edited auth.config.ts and Convex still refuses."],
  errorTexts: [
    "No auth provider found matching the given token",
    "This deployment has no configured authentication providers",
  ],
  explanation:
    "A changed file takes effect with the next push to that deployment; if the push failed, nothing changed. A changed variable needs no push: Convex evaluates the deployed config anew at once.",
  notAProblemWhen: "The difference is a variable's value only.",
  remedy: (project) => [
    project.push(),
    "The dashboard lists the deployed providers under Settings, Authentication.",
  ],
  sources: ["https://docs.convex.dev/auth/debug", "https://docs.convex.dev/auth/authkit/troubleshooting"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [],
});
