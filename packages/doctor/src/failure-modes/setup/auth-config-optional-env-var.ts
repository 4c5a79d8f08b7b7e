import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "auth-config-optional-env-var",
  step: "setup",
  severity: "error",
  title: "The auth config reads a variable that the deployment does not have",
  short: "Auth config reads an unset variable",
  symptoms: ["The push asks for a variable that you do not use."],
  errorTexts: [
    "Environment variable WORKOS_ACTION_SECRET is used in auth config file but its value was not set",
  ],
  explanation:
    'Convex evaluates the auth config on the deployment, and reading any unset variable ends the evaluation: `process.env.X ?? "default"` does not help. Imports count too: the AuthKit component reads WORKOS_CLIENT_ID, WORKOS_API_KEY, WORKOS_WEBHOOK_SECRET and WORKOS_ACTION_SECRET unless they are passed as options.',
  notAProblemWhen: "The name is CONVEX_SITE_URL or CONVEX_CLOUD_URL: Convex sets these itself.",
  remedy: (project) => [
    `Write the two providers out in ${project.authConfig} instead of importing them, or set the variable:`,
    project.convexEnvSet("NAME", "value"),
  ],
  sources: [
    "https://github.com/get-convex/workos-authkit/issues/1",
    "https://docs.convex.dev/production/environment-variables",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [],
});
