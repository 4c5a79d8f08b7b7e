import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "api-hostname-left-in-production",
  step: "setup",
  severity: "error",
  title: "A deployed stage still points to a local WorkOS emulator",
  short: "Emulator host left in production",
  symptoms: ["Sign-in in production or preview goes to localhost or to a host that does not answer."],
  errorTexts: ["ECONNREFUSED", "ERR_CONNECTION_REFUSED"],
  explanation:
    "WORKOS_API_HOSTNAME, WORKOS_API_PORT and WORKOS_API_HTTPS redirect the SDKs to an emulator. Left in a deployed stage they send people to a machine that is not there.",
  notAProblemWhen: "The hostname is your custom authentication API domain.",
  remedy: () => [
    "Remove WORKOS_API_HOSTNAME, WORKOS_API_PORT and WORKOS_API_HTTPS from this stage and deploy again.",
  ],
  sources: ["https://github.com/workos/authkit-nextjs/blob/main/README.md"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
