import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "spa-redirect-default-origin",
  step: "sign-in",
  severity: "error",
  title: "The SPA sends its bare origin as redirect URI",
  short: "Redirect URI defaults to the origin",
  symptoms: ["Production or preview ends on redirect-uri-invalid although /callback is registered."],
  errorTexts: ["redirect-uri-invalid"],
  explanation:
    "Without `redirectUri`, authkit-react uses `window.origin`. Only what is registered character by character is accepted, so a registered `/callback` does not help.",
  notAProblemWhen: "The bare origin is registered.",
  remedy: () => [
    "Pass redirectUri to AuthKitProvider from a variable of each stage: VITE_WORKOS_REDIRECT_URI=https://app.example.com/callback.",
  ],
  sources: ["https://github.com/workos/authkit-js", "https://workos.com/docs/sso/redirect-uris"],
  appliesTo: {},
  testedWith: {},
  masks: ["redirect-uri-mismatch"],
  detectors: [],
});
