import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "focus-reload-loop",
  step: "renewal",
  severity: "warning",
  title: "The page reloads itself when it gets the focus",
  short: "Reload on focus",
  symptoms: ["The page reloads after sleep or when people return to the tab."],
  errorTexts: ["Failed to fetch"],
  explanation:
    "authkit-nextjs checks the session on focus; when that request fails, its default is to reload the page.",
  notAProblemWhen: "onSessionExpired is set.",
  remedy: () => ["<AuthKitProvider onSessionExpired={false}> or a handler of your own."],
  sources: [
    "https://github.com/workos/template-convex-nextjs-authkit/pull/17",
    "https://github.com/workos/authkit-nextjs",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
