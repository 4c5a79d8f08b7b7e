import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "dev-overlay-hydration",
  step: "renewal",
  severity: "note",
  title: "A silent refresh races the first render in development",
  short: "Refresh races hydration",
  symptoms: ["A red overlay in Next.js 16 development after a pause."],
  errorTexts: ["Can't perform a React state update on a component that hasn't mounted yet."],
  explanation:
    "authkit-nextjs before 4.3.2 starts its token timer when the module is loaded; a refresh can then meet an app that is not mounted yet.",
  notAProblemWhen: "authkit-nextjs 4.3.2 or newer is installed.",
  remedy: (project) => [project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10")],
  sources: ["https://github.com/workos/authkit-nextjs/issues/463"],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "<4.3.2" } },
  testedWith: {},
  masks: [],
  detectors: [],
});
