import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "unstable-fetch-access-token",
  step: "token",
  severity: "error",
  title: "fetchAccessToken is a new function on every render, so Convex authenticates again and again",
  short: "fetchAccessToken not stable",
  symptoms: [
    "The page flickers between loading and signed in.",
    "The socket sends one Authenticate after the other.",
  ],
  errorTexts: [],
  explanation:
    "`ConvexProviderWithAuth` starts over whenever `fetchAccessToken` changes. A function made anew on every render makes it do so endlessly, each time with a forced refresh at WorkOS.",
  notAProblemWhen:
    "It depends on the `user` object, as the documentation shows: that starts over only when the object is replaced.",
  remedy: () => ["Wrap it in useCallback and depend on user?.id, sessionId and organizationId only."],
  sources: ["https://docs.convex.dev/auth/advanced/custom-auth"],
  appliesTo: {},
  testedWith: {},
  masks: ["infinite-token-refresh-loop", "workos-429"],
  detectors: [],
});
