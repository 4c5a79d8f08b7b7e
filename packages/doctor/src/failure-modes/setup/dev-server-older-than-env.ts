import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "dev-server-older-than-env",
  step: "setup",
  severity: "warning",
  title: "The dev server started before its env file changed",
  short: "Dev server older than .env",
  symptoms: ["A variable was added, and the app still does not see it."],
  errorTexts: ["undefined in import.meta.env"],
  explanation:
    "Vite and Next.js read env files when they start. Vite restarts for some of them; a dev server inside another process may not.",
  notAProblemWhen: "The server was started after the last change.",
  remedy: () => ["Stop the dev server and start it again."],
  sources: ["https://vite.dev/guide/env-and-mode"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
