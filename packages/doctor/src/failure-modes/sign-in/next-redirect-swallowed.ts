import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "next-redirect-swallowed",
  step: "sign-in",
  severity: "warning",
  title: "A catch block swallows the redirect of Next.js",
  short: "Redirect swallowed by catch",
  symptoms: ["NEXT_REDIRECT stands in the logs and the browser goes nowhere."],
  errorTexts: ["NEXT_REDIRECT"],
  explanation:
    "`redirect()`, and with it `signOut()` and `withAuth({ ensureSignedIn: true })`, works by throwing. A catch around it that does not throw again ends the redirect.",
  notAProblemWhen: "The catch rethrows (`unstable_rethrow`, `isRedirectError`) or nothing inside redirects.",
  remedy: () => [
    "Move the call out of the try block, or rethrow with unstable_rethrow(error) first in the catch.",
  ],
  sources: [
    "https://nextjs.org/docs/app/api-reference/functions/redirect",
    "https://github.com/workos/authkit-nextjs/blob/main/README.md",
  ],
  appliesTo: { frameworks: ["nextjs"] },
  testedWith: {},
  masks: [],
  detectors: [],
});
