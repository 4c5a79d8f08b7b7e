import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "matcher-catches-static-or-api",
  step: "sign-in",
  severity: "warning",
  title: "The proxy's matcher catches assets, API routes or webhooks that signed-out callers need",
  short: "Matcher catches too much",
  symptoms: ["The page has no styles while signed out.", "An API route or webhook answers 307 or HTML."],
  errorTexts: [],
  explanation:
    "With `middlewareAuth` on, everything the matcher catches redirects signed-out callers to AuthKit: scripts, images, webhooks and API clients included.",
  notAProblemWhen: "`middlewareAuth` is off, or the paths are in `unauthenticatedPaths`.",
  remedy: () => [
    "Exclude _next/static, _next/image and favicon.ico in the matcher, and list webhooks and public API routes in unauthenticatedPaths.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/365",
    "https://nextjs.org/docs/app/api-reference/file-conventions/proxy",
  ],
  appliesTo: { frameworks: ["nextjs"] },
  testedWith: {},
  masks: [],
  detectors: [],
});
