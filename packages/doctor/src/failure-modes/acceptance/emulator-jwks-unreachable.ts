import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "emulator-jwks-unreachable",
  step: "acceptance",
  severity: "error",
  title: "A cloud deployment is told to fetch the keys from this machine",
  short: "JWKS on localhost",
  symptoms: ["Sign-in against the emulator works, and Convex refuses the token."],
  errorTexts: ["Could not fetch JWKS from URL 'http://localhost:4100/sso/jwks/client_…'"],
  explanation:
    "Convex Cloud cannot reach localhost or private addresses. A `data:` URL with the keys inside works everywhere.",
  notAProblemWhen: "The deployment runs on the same machine.",
  remedy: (project) => [
    `Put the emulator's keys into the jwks field of ${project.authConfig} as a data: URL, or use a local deployment.`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/advanced/custom-jwt"],
  appliesTo: {},
  testedWith: {},
  masks: ["jwks-url-wrong", "error-swallowed-silently"],
  detectors: [],
});
