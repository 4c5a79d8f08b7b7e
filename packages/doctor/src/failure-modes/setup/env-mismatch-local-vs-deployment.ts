import { publicText } from "../../facts/environment/environment.ts";
import { isKnownUnset } from "../../facts/environment/environment.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

const COMPARED = ["WORKOS_CLIENT_ID", "WORKOS_ENVIRONMENT_ID"];

export default failureMode({
  id: "env-mismatch-local-vs-deployment",
  step: "setup",
  severity: "error",
  title: "The Convex CLI's .env.local names another WorkOS environment than the development deployment",
  short: ".env.local and deployment differ",
  symptoms: [
    "`npx convex dev` refuses to start.",
    "It began after the WorkOS environment was provisioned again, or .env.local came from a colleague.",
  ],
  errorTexts: [
    "WorkOS environment variable mismatch detected!",
    "The following environment variables in your Convex deployment don't match what's needed:",
    "This would cause your auth configuration to use different credentials at runtime than during build.",
  ],
  explanation:
    "With `authKit.dev` in convex.json, the CLI compares WORKOS_CLIENT_ID and WORKOS_ENVIRONMENT_ID of the shell and of `.env.local` in its folder with the " +
    "variables of the development deployment, and stops where they differ. The CLI never overwrites a line of `.env.local`, so an old id stays there. " +
    "Its advice to run `npx convex env remove WORKOS_CLIENT_ID` does not work while the deployed auth config reads that variable: the deployment refuses the removal.",
  notAProblemWhen:
    "convex.json has no `authKit.dev` section, or the deployment is local, anonymous or self-hosted: the CLI then compares nothing. Preview and production may differ from `.env.local`; there the deployment's value counts.",
  remedy: (project) => [
    "Find out which of the two is this deployment's WorkOS environment (WorkOS dashboard, API keys).",
    `If it is the local one: ${project.convexEnvSet("WORKOS_CLIENT_ID", "client_… (the one of .env.local)")}`,
    `If it is the deployment's: delete the WORKOS_ lines from .env.local in ${project.backendDir}; the CLI writes them anew.`,
    project.push(),
  ],
  sources: [
    "https://github.com/get-convex/convex-backend/blob/main/npm-packages/convex/src/cli/lib/workos/workos.ts",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: ["convex-client-id-wrong-env"],
  detectors: [
    detector({
      needs: ["convexJson", "cliVariables", "deploymentVariables"],
      *find({ convexJson, cliVariables, deploymentVariables }, { stage }) {
        if (stage !== "development" || convexJson.authKit?.stages.development === undefined) return;
        // Only cloud deployments are compared; a name of another kind is not this stage's.
        if (cliVariables.deployment !== "dev" && cliVariables.deployment !== null) return;
        const deployed = deploymentVariables.development;
        for (const name of COMPARED) {
          const local = cliVariables.variables[name];
          if (local?.value.kind !== "public" || local.value.text === "") continue;
          if (!deployed.complete) yield notChecked(deployed.because);
          const other = publicText(deployed, name);
          const there = deployed.variables[name];
          if (other === null || other === "" || there === undefined || other === local.value.text) continue;
          // Without an API key the CLI provisions first and then compares what came of it.
          const isSettled = !isKnownUnset(deployed, "WORKOS_API_KEY");
          yield shown({
            subject: name,
            severity: "error",
            confidence: isSettled ? "certain" : "likely",
            location: local.location,
            evidence: [
              { kind: "environment", quote: `${name}=${local.value.text}`, location: local.location },
              { kind: "environment", quote: `${name}=${other}`, location: there.location },
            ],
            detail: `${name} is ${local.value.text} in ${local.location.file} and ${other} on the development deployment.`,
          });
        }
      },
    }),
  ],
});

const LOCAL = "CONVEX_DEPLOYMENT=dev:brisk-heron-456\n";
const deployed = (clientId: string): string =>
  `WORKOS_CLIENT_ID=${clientId}\nWORKOS_API_KEY=sk_test_a2V5XzAxSkRFVlNQQQ\n`;

export const examples: Example[] = [
  {
    name: "the .env.local of the Convex CLI has another client id than the deployment",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: LOCAL,
        with: `${LOCAL}WORKOS_CLIENT_ID=client_01J0LD8Q4W3M5X7Z9K2B6N1C0V\n`,
      },
    ],
    inputs: { convexEnv: { development: deployed("client_01JDEV8Q4W3M5X7Z9K2B6N1C0V") } },
    expect: ["error env-mismatch-local-vs-deployment .env.local:2"],
  },
  {
    name: "both agree",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: LOCAL,
        with: `${LOCAL}WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\n`,
      },
    ],
    inputs: { convexEnv: { development: deployed("client_01JDEV8Q4W3M5X7Z9K2B6N1C0V") } },
    expect: [],
  },
  {
    name: "the deployment runs on the developer's machine: the CLI compares nothing",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: LOCAL,
        with: "CONVEX_DEPLOYMENT=local:local-notes\nWORKOS_ENVIRONMENT_ID=environment_01JOLDSPA\n",
      },
    ],
    inputs: {
      convexEnv: {
        development: `${deployed("client_01JDEV8Q4W3M5X7Z9K2B6N1C0V")}WORKOS_ENVIRONMENT_ID=environment_01JNEWSPA\n`,
      },
    },
    expect: [],
  },
];
