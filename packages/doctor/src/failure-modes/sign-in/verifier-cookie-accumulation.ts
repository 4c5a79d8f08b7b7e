import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "verifier-cookie-accumulation",
  step: "sign-in",
  severity: "error",
  title: "Every signed-out request leaves another verifier cookie, until requests get too large",
  short: "Verifier cookies pile up",
  symptoms: ["The site answers 431 after many visits while signed out."],
  errorTexts: ["431 Request Header Fields Too Large"],
  explanation:
    "authkit-nextjs 3.0.1 to 4.1.0 sets one `wos-auth-verifier-…` cookie for every signed-out request. Later versions set it only when they redirect.",
  notAProblemWhen: "authkit-nextjs 4.1.1 or newer is installed.",
  remedy: (project) => [
    project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10"),
    "Clear the cookies of the site once.",
  ],
  sources: ["https://github.com/workos/authkit-nextjs/issues/432"],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": ">=3.0.1 <4.1.1" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
