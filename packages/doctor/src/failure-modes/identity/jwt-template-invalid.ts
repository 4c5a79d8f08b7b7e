import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "jwt-template-invalid",
  step: "identity",
  severity: "error",
  title: "The JWT template breaks a rule of WorkOS or of Convex",
  short: "JWT template invalid",
  symptoms: ["WorkOS refuses the template, or sign-in starts failing after it was saved."],
  errorTexts: ["422 Unprocessable Entity"],
  explanation:
    "A template renders to a JSON object of at most 3,072 bytes and must not set iss, sub, exp, iat, nbf or jti. A claim named tokenIdentifier, subject or issuer passes WorkOS and replaces Convex's own field in the identity.",
  notAProblemWhen: "The size only comes close for unusual users.",
  remedy: (project) => [
    "Mend the place that is named, and look at the identity it yields before you save it:",
    project.exec("convex-authkit " + project.backendDir + " --jwt-template FILE"),
  ],
  sources: ["https://workos.com/docs/authkit/jwt-templates"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
