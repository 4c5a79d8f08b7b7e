import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "refresh-action-500",
  step: "token",
  severity: "error",
  title: "A failed refresh throws out of the server action",
  short: "Refresh action answers 500",
  symptoms: ["The error boundary appears when the token is renewed."],
  errorTexts: ["TokenRefreshError", "POST / 500"],
  explanation:
    "Before authkit-nextjs 3.0.0 the server action that renews the token threw; later versions return the error.",
  notAProblemWhen: "authkit-nextjs 3.0.0 or newer is installed.",
  remedy: (project) => [project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10")],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/371",
    "https://github.com/workos/authkit-nextjs/issues/383",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "<3.0.0" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
