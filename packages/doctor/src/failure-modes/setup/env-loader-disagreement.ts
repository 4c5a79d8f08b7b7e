import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { VariableValue } from "../../facts/environment/environment.ts";

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
  detectors: [
    detector({
      needs: ["environment"],
      *find({ environment }, { stage }) {
        if (stage !== "development") return;
        for (const { name, readings } of environment.disagreements) {
          if (!/WORKOS|AUTHKIT|CONVEX/.test(name)) continue;
          const [first] = readings;
          if (first === undefined) continue;
          const texts = readings.map(({ loader, value }) => `${LOADERS[loader]} reads ${valueText(value)}`);
          yield shown({
            subject: name,
            severity: REQUIRED.test(name) ? "warning" : "note",
            location: first.location,
            evidence: readings.map(({ loader, value, location }) => ({
              kind: "environment",
              quote: `${name}=${valueText(value)} (${LOADERS[loader]})`,
              location,
            })),
            detail: `${name}: ${texts.join(", ")}.`,
          });
        }
      },
    }),
  ],
});

/** Values that sign-in cannot do without. */
const REQUIRED =
  /(?:^|_)(?:WORKOS_(?:CLIENT_ID|API_KEY|COOKIE_PASSWORD|REDIRECT_URI)|CONVEX_(?:URL|SITE_URL|DEPLOYMENT))$/;

const LOADERS = {
  next: "Next.js",
  vite: "Vite",
  expo: "Expo",
  bun: "Bun",
  dotenv: "dotenv",
  "convex-cli": "the Convex CLI",
};

function valueText(value: VariableValue): string {
  if (value.kind === "public") return value.text === "" ? "nothing" : value.text;
  return value.kind === "secret" ? `${value.shown} (${value.length} characters)` : "something";
}

const OTHER = "client_01JDE28Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "a file that Vite prefers and the Convex CLI does not know",
    project: "vite-spa",
    edits: [{ file: ".env.development", write: `VITE_WORKOS_CLIENT_ID=${OTHER}\n` }],
    expect: ["warning env-loader-disagreement .env.development:1"],
  },
  {
    name: "a dollar sign, in a value that sign-in can do without",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: "CONVEX_DEPLOYMENT",
        with: "VITE_WORKOS_GREETING=5$x\nCONVEX_DEPLOYMENT",
      },
    ],
    expect: ["note env-loader-disagreement .env.local:1"],
  },
  {
    name: "a variable that has nothing to do with sign-in",
    project: "vite-spa",
    edits: [{ file: ".env.local", replace: "CONVEX_DEPLOYMENT", with: "VITE_PRICE=5$x\nCONVEX_DEPLOYMENT" }],
    expect: [],
  },
  {
    name: "the same value in both files",
    project: "vite-spa",
    edits: [{ file: ".env.development", write: "VITE_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n" }],
    expect: [],
  },
];
