import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "error-swallowed-silently",
  step: "acceptance",
  severity: "error",
  title: "Convex refused the token and nothing said so",
  short: "Refusal without a message",
  symptoms: ["No error anywhere, only unauthenticated."],
  errorTexts: ["Failed to authenticate:", "check your server auth config"],
  explanation:
    "When the hook returns the same token again, the Convex client gives up without a word: the reason stands only in the AuthError frame on the socket. Production also shortens some of the messages.",
  notAProblemWhen: "A later token is accepted.",
  remedy: (project) => [
    "Browser tools, Network, WS, the sync connection: read the AuthError frame, and the token in the Authenticate frame before it.",
    project.exec("convex-authkit verdict - " + project.backendDir),
  ],
  sources: ["https://docs.convex.dev/auth/debug", "https://github.com/get-convex/convex-js/issues/108"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
