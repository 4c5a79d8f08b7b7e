import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "noninteractive-provisioning",
  step: "setup",
  severity: "error",
  title: "The first provisioning needs a terminal and runs where there is none",
  short: "Provisioning without a terminal",
  symptoms: ["The first push from CI or from a coding agent stops."],
  errorTexts: ["Cannot provision WorkOS AuthKit in non-interactive mode."],
  explanation:
    "The first push of a project with an AuthKit section creates a WorkOS team and asks for consent. That prompt needs a terminal. Once the team is linked, later pushes run unattended.",
  notAProblemWhen:
    "A WorkOS team is linked already, or the deployment has WORKOS_CLIENT_ID and WORKOS_API_KEY.",
  remedy: (project) => [
    "Run this once in a terminal:",
    project.exec("convex dev"),
    "Or set the credentials of an existing team on the deployment.",
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_…"),
    project.convexEnvSet("WORKOS_API_KEY", "sk_…"),
  ],
  sources: ["https://docs.convex.dev/auth/authkit/auto-provision"],
  appliesTo: {},
  testedWith: {},
  masks: ["convex-client-id-missing"],
  detectors: [],
});
