import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "template-readme-wrong-command",
  step: "setup",
  severity: "warning",
  title: "A script or guide runs a Convex command that does not exist",
  short: "Command does not exist",
  symptoms: ["`npx convex auth add workos` ends with an unknown command."],
  errorTexts: ["error: unknown command 'auth'"],
  explanation:
    "A template's README names `npx convex auth add workos`. The Convex CLI has no such command: the AuthKit section of convex.json and `npx convex dev` do that work.",
  notAProblemWhen: "It only stands in a guide that nobody runs: then it is a note.",
  remedy: (project) => [
    project.push(),
    "Or set the client id of an existing WorkOS team on the deployment.",
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_…"),
  ],
  sources: ["https://github.com/get-convex/templates/issues/293", "https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
