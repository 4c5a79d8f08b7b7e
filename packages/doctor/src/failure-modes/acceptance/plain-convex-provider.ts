import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "plain-convex-provider",
  step: "acceptance",
  severity: "error",
  title: "The app uses Convex's auth hooks below a provider without auth",
  short: "ConvexProvider without auth",
  symptoms: ["No Authenticate frame is ever sent, or the auth hooks throw."],
  errorTexts: [
    "Could not find `ConvexProviderWithAuth` (or `ConvexProviderWithClerk` or `ConvexProviderWithAuth0`) as an ancestor component.",
  ],
  explanation:
    "`ConvexProvider` knows nothing of sign-in. The order is AuthKitProvider, inside it ConvexProviderWithAuth or ConvexProviderWithAuthKit.",
  notAProblemWhen:
    "The plain provider serves a branch without sign-in, or the client gets its tokens through setAuth.",
  remedy: () => [
    "Replace <ConvexProvider> by <ConvexProviderWithAuth client={convex} useAuth={…}> inside <AuthKitProvider>.",
  ],
  sources: ["https://docs.convex.dev/auth/debug", "https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
