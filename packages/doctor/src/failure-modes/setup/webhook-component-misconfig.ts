import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "webhook-component-misconfig",
  step: "setup",
  severity: "error",
  title: "The AuthKit component is mounted without what its webhook needs",
  short: "AuthKit webhook incomplete",
  symptoms: ["The user's row is missing after sign-up."],
  errorTexts: ["Missing environment variables: WORKOS_WEBHOOK_SECRET", "No signature header"],
  explanation:
    "`@convex-dev/workos-authkit` keeps users in step through a webhook: it needs WORKOS_WEBHOOK_SECRET on the deployment, its routes in http.ts, and an endpoint in the WorkOS dashboard on the `.convex.site` host (not `.convex.cloud`).",
  notAProblemWhen: "The component only supplies the providers of the auth config.",
  remedy: (project) => [
    "Register the webhook https://<deployment>.convex.site/workos/webhook in the WorkOS dashboard, then set its secret:",
    project.convexEnvSet("WORKOS_WEBHOOK_SECRET", "…"),
  ],
  sources: ["https://github.com/get-convex/workos-authkit"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
