import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "rsc-redirect-cors",
  step: "renewal",
  severity: "warning",
  title: "An expired session redirects a background request to AuthKit, which the browser blocks",
  short: "Redirect blocked by CORS",
  symptoms: ['A click after a pause ends in "Failed to fetch".'],
  errorTexts: ["Failed to fetch", "blocked by CORS policy"],
  explanation:
    "With `middlewareAuth` on, the proxy answers client navigations and server actions with a redirect to another origin, which fetch may not follow. authkit-nextjs 3 and newer handle it better.",
  notAProblemWhen: "authkit-nextjs 3 or newer, without such evidence.",
  remedy: (project) => [
    project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10"),
    "On a failed action, navigate the whole page to /sign-in.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/68",
    "https://github.com/workos/authkit-nextjs/issues/386",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
