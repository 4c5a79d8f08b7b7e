import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "expo-react-native-unsupported",
  step: "setup",
  severity: "error",
  title: "authkit-react needs a browser and is loaded on a native platform",
  short: "authkit-react on native",
  symptoms: ["The app crashes on iOS or Android at start."],
  errorTexts: ["window is not defined", "sessionStorage is not defined"],
  explanation:
    "authkit-react and authkit-js use `window`, `sessionStorage` and Web Locks. There is no official WorkOS SDK for React Native: sign-in there goes through the system browser with PKCE, and the tokens belong into the secure store.",
  notAProblemWhen: "Only files for the web (`*.web.tsx`) import it.",
  remedy: (project) => [
    "Sign in with expo-auth-session (PKCE, public client), keep the refresh token in expo-secure-store, and hand tokens to `ConvexProviderWithAuth`.",
    project.install("expo-auth-session expo-secure-store"),
  ],
  sources: [
    "https://github.com/workos/authkit-js/issues/35",
    "https://github.com/workos/authkit-js/issues/100",
  ],
  appliesTo: { frameworks: ["expo"] },
  testedWith: {},
  masks: [],
  detectors: [],
});
