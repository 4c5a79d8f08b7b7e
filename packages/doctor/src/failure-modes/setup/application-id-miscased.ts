import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "application-id-miscased",
  step: "setup",
  severity: "error",
  title: "applicationID is misspelt, so the push is refused",
  short: "applicationID misspelt",
  symptoms: ["The push is refused."],
  errorTexts: [
    "Provider at index 0 must have applicationID property spelled lowercase 'application', capital I, capital D.",
  ],
  explanation:
    "The key is `applicationID`: lower-case application, capital I, capital D. Convex refuses `applicationId` and `applicationid` by name.",
  notAProblemWhen: "The key stands in another object than a provider.",
  remedy: (project) => [`Rename the key to applicationID in ${project.authConfig}.`, project.push()],
  sources: ["https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: ["shared-issuer-without-application-id", "auth-config-not-deployed"],
  detectors: [],
});
