import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "emulator-hides-prod-bug",
  step: "setup",
  severity: "warning",
  title: "An emulator accepts a configuration that production would refuse",
  short: "Emulator hides the fault",
  symptoms: ["Sign-in works locally and in CI, and production refuses every token."],
  errorTexts: [],
  explanation:
    "WorkOS's emulators mint tokens with an `aud`, their own URL as issuer, one hour of life and no enforced redirect URIs. An `applicationID` that production's tokens cannot satisfy passes there.",
  notAProblemWhen: "The tests use tokens of production's shape.",
  remedy: () => [
    "Test with tokens that carry the issuer https://api.workos.com/user_management/<client id>, no aud, and five minutes of life.",
  ],
  sources: ["https://github.com/workos/emulate"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
