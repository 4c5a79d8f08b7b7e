import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "secure-cookie-on-http",
  step: "callback",
  severity: "error",
  title: "A Secure cookie is set on a page that is opened over http",
  short: "Secure cookie over http",
  symptoms: ["Sign-in over http on a LAN address or tunnel loses its session at once."],
  errorTexts: [],
  explanation:
    "authkit-nextjs marks its cookies Secure when the redirect URI is https or SameSite is `none`. Browsers do not store a Secure cookie from http, except on localhost.",
  notAProblemWhen: "The page is opened on localhost or over https.",
  remedy: () => [
    "Open the page over https, or use an http redirect URI and leave WORKOS_COOKIE_SAMESITE unset for this stage.",
  ],
  sources: ["https://github.com/workos/authkit-nextjs/blob/main/README.md"],
  appliesTo: {},
  testedWith: {},
  masks: ["pkce-cookie-missing"],
  detectors: [],
});
