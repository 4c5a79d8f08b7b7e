import { failureMode } from "../failure-mode.ts";

export default failureMode({
  id: "env-loader-disagreement",
  step: "setup",
  severity: "warning",
  title: "The same env files give the framework and the Convex CLI different values",
  short: "Env loaders disagree",
  symptoms: [
    "The app and Convex see different values of one variable.",
    "A cookie password comes out short.",
  ],
  errorTexts: [],
  explanation:
    "Next.js reads `.env.local` before `.env.production`, Vite after it, and the Convex CLI knows no modes at all. Next.js and Vite expand `$NAME` inside values, Convex does not: a password with a `$` in it is cut.",
  notAProblemWhen: "The names that differ are read by one of them only.",
  remedy: () => [
    "Keep one value per stage in one file, and write `\\\\$` for a dollar sign, or choose a value without one.",
    "openssl rand -base64 32",
  ],
  sources: [
    "https://nextjs.org/docs/app/guides/environment-variables",
    "https://vite.dev/guide/env-and-mode",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [],
});
