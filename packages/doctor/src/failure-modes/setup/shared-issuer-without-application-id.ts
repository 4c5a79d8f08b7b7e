import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "shared-issuer-without-application-id",
  step: "setup",
  severity: "error",
  title: "The shared issuer stands there without applicationID",
  short: "Shared issuer without applicationID",
  symptoms: ["The push is refused after the first provider was simplified."],
  errorTexts: [
    "This auth configuration appears potentially insecure: Provider at index 0 has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT.",
  ],
  explanation:
    "`https://api.workos.com` issues tokens for every WorkOS application. Without an audience to compare, Convex would accept the users of other people's apps, so it refuses the config. Spellings that slip past that guard (`applicationID: null`, no scheme, more slashes) are worse: they are accepted.",
  notAProblemWhen: "The issuer names a client id: then no applicationID is needed.",
  remedy: (project) => [
    `Set applicationID: process.env.WORKOS_CLIENT_ID on the provider for https://api.workos.com/ in ${project.authConfig}.`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [],
});
