import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "workos-platform-not-authorized",
  step: "setup",
  severity: "error",
  title: "Convex is no longer allowed to manage the WorkOS team",
  short: "Convex not in the WorkOS team",
  symptoms: ["Provisioning an AuthKit environment fails, although it worked before."],
  errorTexts: [
    "WorkOSPlatformNotAuthorized: Your WorkOS platform API key is not authorized to access this team.",
  ],
  explanation:
    "Somebody removed Convex from the WorkOS workspace that Convex had created. Environments that exist already go on signing people in; new ones cannot be provisioned.",
  notAProblemWhen: "You manage the WorkOS team yourself and set the client id and API key on the deployment.",
  remedy: (project) => [
    project.exec("convex integration workos disconnect-team"),
    project.exec("convex integration workos provision-team"),
    "WorkOS may ask for another e-mail address for the new team.",
  ],
  sources: ["https://docs.convex.dev/auth/authkit/troubleshooting"],
  appliesTo: {},
  testedWith: {},
  masks: ["convex-client-id-missing"],
  detectors: [],
});
