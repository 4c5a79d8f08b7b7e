import { fault } from "../fault.ts";

export default fault({
  id: "deployment-env-unset",
  side: "convex",
  title: "The Convex deployment lacks a variable that the auth config reads.",
  about:
    "The push fails, and no token is accepted. So it is in a new deployment, and in every preview until the project's defaults have the variable.",
  provokes: ["preview-deployment-no-client-id", "convex-client-id-missing"],
  parameters: { variable: { default: "WORKOS_CLIENT_ID", about: "The name of the variable." } },
  at: {
    deploymentVariables: (own, { parameters: { variable } }) =>
      variable in own ? Object.fromEntries(Object.entries(own).filter(([name]) => name !== variable)) : own,
  },
});
