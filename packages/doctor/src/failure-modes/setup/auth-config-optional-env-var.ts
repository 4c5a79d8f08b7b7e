import { namesClientId, requiredVariables, unsetVariables } from "../../facts/auth-config/unset-variables.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "auth-config-optional-env-var",
  step: "setup",
  severity: "error",
  title: "The auth config reads a variable that the deployment does not have",
  short: "Auth config reads an unset variable",
  symptoms: [
    "`npx convex dev` or `npx convex deploy` stops and asks for a variable that has a default, or that you do not use.",
  ],
  errorTexts: [
    "Environment variable WORKOS_ACTION_SECRET is used in auth config file but its value was not set",
  ],
  explanation:
    'Convex evaluates the auth config on the deployment, and reading any unset variable ends the evaluation: `process.env.X ?? "default"` does not help. Imports count too: the AuthKit component reads WORKOS_CLIENT_ID, WORKOS_API_KEY, WORKOS_WEBHOOK_SECRET and WORKOS_ACTION_SECRET unless they are passed as options.',
  notAProblemWhen:
    "The name is CONVEX_SITE_URL or CONVEX_CLOUD_URL: Convex sets these itself. A missing client id has a failure mode of its own.",
  remedy: (project) => [
    `Write the two providers out in ${project.authConfig} instead of importing them, or set the variable:`,
    project.convexEnvSet("NAME", "value"),
  ],
  sources: [
    "https://github.com/get-convex/workos-authkit/issues/1",
    "https://docs.convex.dev/production/environment-variables",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [
    detector({
      needs: ["authConfig", "deploymentVariables"],
      *find({ authConfig, deploymentVariables }, { stage }) {
        // What a preview's deploy may still provision is preview-deployment-no-client-id's business.
        if (stage === "preview") return;
        const variables = deploymentVariables[stage];
        if (requiredVariables(authConfig).every(({ name }) => namesClientId(name))) return;
        if (!variables.complete) yield notChecked(variables.because);
        for (const { name, location } of unsetVariables(authConfig, variables)) {
          if (namesClientId(name)) continue;
          yield shown({
            subject: name,
            severity: "error",
            location,
            evidence: [
              { kind: "project", quote: `process.env.${name}`, location },
              {
                kind: "environment",
                quote: `${variables.files.join(", ")} lists no ${name}`,
                location: null,
              },
            ],
            detail: `The auth config reads ${name}, which the ${stage} deployment does not have; a default in the code does not help.`,
          });
        }
      },
    }),
  ],
});

const CONFIG = "convex/auth.config.ts";
const ID = "client_01JPRD8Q4W3M5X7Z9K2B6N1C0V";
const HOST = "https://auth.notes.example.com/user_management/";
const WITH_DEFAULT = {
  file: CONFIG,
  replace: `\`${HOST}`,
  with: '`${process.env.AUTH_ORIGIN ?? "https://auth.notes.example.com"}/user_management/',
};

export const examples: readonly Example[] = [
  {
    name: "a variable with a default, which the deployment does not have",
    project: "vite-spa",
    edits: [WITH_DEFAULT],
    inputs: { convexEnv: { production: `WORKOS_CLIENT_ID=${ID}\n` } },
    expect: [`error auth-config-optional-env-var ${CONFIG}:23`],
  },
  {
    name: "the deployment has it",
    project: "vite-spa",
    edits: [WITH_DEFAULT],
    inputs: {
      convexEnv: { production: `WORKOS_CLIENT_ID=${ID}\nAUTH_ORIGIN=https://auth.notes.example.com\n` },
    },
    expect: [],
  },
  {
    name: "the deployment's variables are not in evidence",
    project: "vite-spa",
    edits: [WITH_DEFAULT],
    expect: [],
  },
  {
    name: "a variable that Convex sets itself",
    project: "vite-spa",
    edits: [
      {
        file: CONFIG,
        replace: "  providers: [\n",
        with: '  providers: [\n    { domain: process.env.CONVEX_SITE_URL, applicationID: "convex" },\n',
      },
    ],
    inputs: { convexEnv: { production: `WORKOS_CLIENT_ID=${ID}\n` } },
    expect: [],
  },
];
