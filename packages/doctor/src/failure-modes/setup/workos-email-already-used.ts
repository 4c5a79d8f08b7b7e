import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "workos-email-already-used",
  step: "setup",
  severity: "error",
  title: "The e-mail address belongs to a WorkOS account already, so no managed team can be created",
  short: "E-mail already at WorkOS",
  symptoms: ["Creating the WorkOS team from the Convex CLI fails."],
  errorTexts: ["WorkOS account with this email already exists", "WorkosAccountAlreadyExistsWithThisEmail"],
  explanation:
    "A team managed by Convex needs an e-mail address that no other WorkOS team uses; a deleted account keeps its address for a while.",
  notAProblemWhen: "You use your own WorkOS team: then nothing has to be provisioned.",
  remedy: (project) => [
    "Answer the prompt with another address (you+convex@example.com), or use your own WorkOS team:",
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_…"),
    project.convexEnvSet("WORKOS_API_KEY", "sk_…"),
  ],
  sources: ["https://github.com/get-convex/templates/issues/293", "https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: ["convex-client-id-missing"],
  detectors: [],
});
