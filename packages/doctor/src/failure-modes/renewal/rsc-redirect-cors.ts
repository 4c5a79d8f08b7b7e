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
    "With `middlewareAuth` on, the proxy answers client navigations and server actions with a redirect to another origin, which fetch may not follow. A client navigation falls back to loading the whole page and works; a server action fails with " +
    "“Failed to fetch”, and so does a `fetch()` of an own route. The redirect is the same in authkit-nextjs 2.4 to 4.3.2 (read in their source), so only traffic or the console show whether anybody meets it.",
  notAProblemWhen:
    "The call of the server action is caught, or `middlewareAuth` is off and the action itself answers signed-out callers.",
  remedy: () => [
    'Catch a failed server action and navigate the whole page: try { await save(); } catch { window.location.assign("/sign-in"); }',
    "Or list the paths that background requests use in middlewareAuth.unauthenticatedPaths, and let the action and the route check the session.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/pull/68",
    "https://github.com/workos/authkit-nextjs/issues/386",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
