import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "preview-host-cookie-split",
  step: "callback",
  severity: "error",
  title: "Sign-in starts on one preview host and comes back to another",
  short: "Preview hosts split the cookie",
  symptoms: ["Sign-in on a preview ends with a message that the session could not be verified."],
  errorTexts: ["Sign-in session could not be verified. Please try signing in again."],
  explanation:
    "A preview has a URL per deployment and one per branch. The verifier cookie belongs to the host where sign-in started; if the callback lies on the other, it is not sent.",
  notAProblemWhen: "People open previews by the host that the redirect URI names.",
  remedy: () => ["Open the branch URL, or redirect to it before sign-in starts."],
  sources: ["https://vercel.com/docs/deployments/generated-urls", "https://github.com/workos/authkit-nextjs"],
  appliesTo: {},
  testedWith: {},
  masks: ["pkce-cookie-missing"],
  detectors: [],
});
