import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "broken-reference-template",
  step: "setup",
  severity: "error",
  title: "A component calls a React hook that its file does not import",
  short: "React hook not imported",
  symptoms: ["A fresh clone of the template does not build or crashes on the first page."],
  errorTexts: ["useEffect is not defined", "ReferenceError: useEffect is not defined"],
  explanation:
    "WorkOS's own Convex template for Next.js calls `useEffect` without importing it; it is frozen since November 2025. Projects that started from it carry the fault.",
  notAProblemWhen: "An auto-import plugin supplies the hook.",
  remedy: () => ['Import the hook from "react", or start again from get-convex/templates.'],
  sources: [
    "https://github.com/workos/template-convex-nextjs-authkit",
    "https://github.com/get-convex/templates",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
