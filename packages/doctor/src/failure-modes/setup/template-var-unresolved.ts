import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "template-var-unresolved",
  step: "setup",
  severity: "error",
  title: "convex.json names a variable that is not set where the push runs",
  short: "Template variable unresolved",
  symptoms: ["The deploy stops on a host other than Vercel."],
  errorTexts: [
    "Cannot resolve template ${buildEnv.VERCEL_BRANCH_URL}: Environment variable VERCEL_BRANCH_URL is not set.",
    "Unknown template expression:",
    "Skipped some AuthKit configurations due to missing environment variables:",
  ],
  explanation:
    "`${buildEnv.NAME}` in convex.json is taken from the environment of the command that pushes. Without a terminal an unset name ends the deploy, with one it is skipped with a warning. The names of Vercel exist on Vercel only; Netlify's `DEPLOY_PRIME_URL` already has `https://` in it.",
  notAProblemWhen: "A CI step or an env file sets the variable.",
  remedy: (project) => [
    `Use the variables of your host in ${project.convexJson}, for instance \${buildEnv.DEPLOY_PRIME_URL} on Netlify (without a scheme in front).`,
    project.push(),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit/auto-provision",
    "https://vercel.com/docs/environment-variables/system-environment-variables",
    "https://docs.netlify.com/configure-builds/environment-variables/",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [],
});
