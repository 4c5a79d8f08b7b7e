import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "template-version-skew",
  step: "setup",
  severity: "error",
  title: "The code is written for another version of the AuthKit SDK than the one installed",
  short: "Code and SDK version differ",
  symptoms: [
    "Code copied from documentation does not work with the installed SDK.",
    "The loading state never ends or is undefined.",
  ],
  errorTexts: ["isLoading is undefined", "does not provide an export named"],
  explanation:
    "authkit-nextjs's `useAuth` has `loading`, authkit-react's has `isLoading`. The templates still pin authkit-nextjs 2, a fresh install gives 4. `@convex-dev/workos` expects authkit-react's hook: with authkit-nextjs's it never gets a token.",
  notAProblemWhen: "A deprecated alias such as `authkitMiddleware` that still works.",
  remedy: () => [
    "Read `loading` from `@workos-inc/authkit-nextjs/components`, `isLoading` from `@workos-inc/authkit-react`.",
    "On Next.js, hand your own hook to `ConvexProviderWithAuth` instead of using `@convex-dev/workos`.",
  ],
  sources: [
    "https://github.com/get-convex/templates",
    "https://github.com/workos/authkit-nextjs/blob/main/README.md",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
