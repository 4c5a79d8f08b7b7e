import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "foreign-token-kind",
  step: "acceptance",
  severity: "error",
  title: "The token is no AuthKit session token",
  short: "Not a session token",
  symptoms: ["A token from MCP, Connect or machine-to-machine is refused."],
  errorTexts: ["No auth provider found matching the given token"],
  explanation:
    "Connect, MCP and machine-to-machine tokens are issued by the AuthKit domain (`https://<name>.authkit.app`) and signed with the keys at `/oauth2/jwks` there. Session providers do not match them.",
  notAProblemWhen: "A provider for that domain is configured.",
  remedy: (project) => [
    `Add a customJwt provider with issuer "https://<name>.authkit.app", jwks "https://<name>.authkit.app/oauth2/jwks" and the resource as applicationID to ${project.authConfig}.`,
    project.push(),
  ],
  sources: [
    "https://github.com/get-convex/convex-backend/issues/75",
    "https://workos.com/docs/authkit/connect",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [],
});
