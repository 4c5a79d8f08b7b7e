import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "missing-auth-params-impersonation",
  step: "callback",
  severity: "error",
  title: "The callback came without state, because sign-in did not start in the app",
  short: "Sign-in not started by the app",
  symptoms: [
    "Impersonation from the dashboard, an invitation link or sign-in from an identity provider fails.",
  ],
  errorTexts: [
    "Missing required auth parameter",
    "Couldn't exchange code. An authorization_code was supplied for a login which did not originate at the application.",
  ],
  explanation:
    "These sign-ins begin at WorkOS. Since PKCE is mandatory the app has to start the flow itself, so WorkOS needs its sign-in URL. The same text appears for every callback with `?error=`, a cancelled sign-in included.",
  notAProblemWhen: "The person cancelled the sign-in.",
  remedy: () => [
    "WorkOS dashboard, Redirects: set the sign-in URL to your /sign-in route (a SPA: a route that calls signIn()).",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/blob/main/README.md",
    "https://github.com/workos/authkit-js",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
