import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "wrong-deployment-url",
  step: "setup",
  severity: "error",
  title: "The app talks to another Convex deployment than the stage's",
  short: "Wrong Convex deployment",
  symptoms: ["The auth config is right and nothing changes; the deployment's logs stay empty."],
  errorTexts: [],
  explanation:
    "The front end's Convex URL belongs to another deployment, for instance a preview that kept production's URL because the build did not run inside `convex deploy --cmd`. What you push never reaches the deployment that judges the token.",
  notAProblemWhen:
    "Several apps share one deployment on purpose, or the URL is a custom domain or self-hosted.",
  remedy: (project) => [
    project.exec("convex deploy --cmd 'npm run build'"),
    "It sets the deployment's URL for the build; `--cmd-url-env-var-name` names the variable.",
  ],
  sources: ["https://docs.convex.dev/auth/debug", "https://docs.convex.dev/production/hosting/vercel"],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [],
});
