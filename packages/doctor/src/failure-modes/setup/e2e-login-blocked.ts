import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "e2e-login-blocked",
  step: "setup",
  severity: "warning",
  title: "Automated tests are stopped at the hosted sign-in page",
  short: "Test login blocked",
  symptoms: ["CI cannot sign in, although people can."],
  errorTexts: ["Too many requests", "Verify you are human"],
  explanation:
    "The hosted page has bot checks, e-mail codes and a limit of ten attempts a minute per address, and no test mode.",
  notAProblemWhen: "The tests sign in against an emulator or with a stored session.",
  remedy: () => [
    "Sign in once with the password grant, seal the session cookie and reuse it, or test against an emulator.",
  ],
  sources: [
    "https://github.com/workos/next-authkit-example/issues/41",
    "https://github.com/workos/authkit-nextjs/issues/399",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
