import { namesClientId, requiredVariables, unsetVariables } from "../../facts/auth-config/unset-variables.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "convex-client-id-missing",
  step: "setup",
  severity: "error",
  title: "The Convex deployment lacks a variable that auth.config.ts reads",
  short: "Client id not set on Convex",
  symptoms: [
    "`npx convex dev` or `npx convex deploy` stops, and nothing is pushed.",
    "The functions of before go on running, with the auth config of before or with none.",
  ],
  errorTexts: [
    "Environment variable WORKOS_CLIENT_ID is used in auth config file but its value was not set",
    "AuthConfigMissingEnvironmentVariable",
    "is declared as required in convex.config.ts but its value was not set.",
  ],
  explanation:
    "`auth.config.ts` is evaluated on the Convex deployment, with the deployment's variables. `.env.local` is not among them: a client id that stands " +
    "only there, or only on Vercel or Netlify, does not exist for Convex. Reading an unset variable stops the evaluation at once, so " +
    '`process.env.WORKOS_CLIENT_ID ?? "…"` does not help, and every variable that is read needs a value.',
  notAProblemWhen:
    "The variable is set on the deployment of this stage; development and production each have their own.",
  remedy: (project, found) => [
    project.convexEnvSet(found?.subject ?? "WORKOS_CLIENT_ID", "client_… (this stage's)"),
    project.push(),
    project.convex("env list"),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit",
    "https://docs.convex.dev/production/environment-variables",
    "https://github.com/get-convex/convex-backend/blob/main/crates/isolate/src/environment/auth_config.rs",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [
    detector({
      needs: ["authConfig", "deploymentVariables"],
      *find({ authConfig, deploymentVariables }, { stage }) {
        // Previews take their variables from the project's defaults: preview-deployment-no-client-id.
        if (stage === "preview" || requiredVariables(authConfig).length === 0) return;
        const variables = deploymentVariables[stage];
        if (!variables.complete) yield notChecked(variables.because);
        for (const { name, location } of unsetVariables(authConfig, variables)) {
          // Others than client ids: auth-config-optional-env-var.
          if (!namesClientId(name)) continue;
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
            detail: `The auth config reads ${name}, and the ${stage} deployment has no such variable.`,
          });
        }
      },
    }),
  ],
});

export const examples: Example[] = [
  {
    name: "the production deployment has other variables, and no client id",
    project: "vite-spa",
    edits: [],
    inputs: { convexEnv: { production: "RESEND_API_KEY=re_1234\n" } },
    expect: ["error convex-client-id-missing convex/auth.config.ts:3"],
  },
  {
    name: "it has the client id",
    project: "vite-spa",
    edits: [],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\n" } },
    expect: [],
  },
  {
    name: "only the names of the deployment's variables are in evidence",
    project: "vite-spa",
    edits: [],
    inputs: { convexEnv: { production: "RESEND_API_KEY\nWORKOS_CLIENT_ID\n" } },
    expect: [],
  },
];
