import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "onsuccess-throws-loses-login",
  step: "callback",
  severity: "error",
  title: "onSuccess of handleAuth throws, and the session is cleared",
  short: "onSuccess throws",
  symptoms: ["Sign-in completes at WorkOS, and the user is signed out again."],
  errorTexts: ["[AuthKit callback error]"],
  explanation:
    "authkit-nextjs 4.3.2 deletes the session when `onSuccess` throws something other than a redirect. Code that writes the user to Convex there fails now and then, and takes the login with it.",
  notAProblemWhen: "Everything in onSuccess is caught.",
  remedy: () => ["Catch inside onSuccess, log the error and let the login go on."],
  sources: ["https://github.com/workos/authkit-nextjs"],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
