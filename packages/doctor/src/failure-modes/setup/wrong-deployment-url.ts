import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { CliVariablesFact } from "../../facts/environment/deployment-variables.ts";
import type { SideVariables, Variable } from "../../facts/environment/environment.ts";

export default failureMode({
  id: "wrong-deployment-url",
  step: "setup",
  severity: "error",
  title: "The app talks to another Convex deployment than the stage's",
  short: "Wrong Convex deployment",
  symptoms: [
    "The auth config is right and pushed, and nothing changes.",
    "The deployment's logs stay empty while the app is used.",
  ],
  errorTexts: [],
  explanation:
    "The front end's Convex URL belongs to another deployment, for instance a preview that kept production's URL because the build did not run inside `convex deploy --cmd`. What you push never reaches the deployment that judges the token.",
  notAProblemWhen:
    "Several apps share one deployment on purpose, or the URL is a custom domain or self-hosted.",
  remedy: (project) => [
    project.exec("convex deploy --cmd 'npm run build'"),
    "It sets the deployment's URL for the build; `--cmd-url-env-var-name` names the variable.",
  ],
  sources: ["https://docs.convex.dev/auth/debug", "https://docs.convex.dev/production/hosting/vercel"],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [
    detector({
      needs: ["cliVariables", "environment"],
      *find({ cliVariables, environment }, { stage }) {
        const own = developmentDeployment(cliVariables);
        if (stage !== "development" || own === null) return;
        for (const { variable, text, name } of cloudUrls(environment.stages.development.host)) {
          if (name === own.name) continue;
          yield shown({
            subject: variable.name,
            severity: "warning",
            location: variable.location,
            evidence: [
              { kind: "environment", quote: `${variable.name}=${text}`, location: variable.location },
              {
                kind: "environment",
                quote: `CONVEX_DEPLOYMENT names ${own.name}`,
                location: own.variable.location,
              },
            ],
            detail: `The app talks to ${name}, and \`convex dev\` pushes to ${own.name}.`,
          });
        }
      },
    }),
  ],
});

/** The deployment in Convex's cloud that \`convex dev\` pushes to; null where it is another one, or not in evidence. */
function developmentDeployment({
  variables,
  deployment,
}: CliVariablesFact): { name: string; variable: Variable } | null {
  const variable = variables["CONVEX_DEPLOYMENT"];
  if (deployment !== "dev" || variable?.value.kind !== "public") return null;
  const name = /^dev:([a-z]+-[a-z]+-\d+)\b/.exec(variable.value.text)?.[1];
  return name === undefined ? null : { name, variable };
}

/** The URLs of deployments in Convex's cloud among an app's variables. Custom domains name no deployment. */
function cloudUrls({ variables }: SideVariables): { variable: Variable; text: string; name: string }[] {
  return Object.values(variables).flatMap((variable) => {
    if (!/(?:^|_)CONVEX_URL$/.test(variable.name) || variable.value.kind !== "public") return [];
    const { text } = variable.value;
    const name = /^https:\/\/([a-z]+-[a-z]+-\d+)(?:\.[a-z0-9-]+)?\.convex\.cloud\/?$/.exec(text)?.[1];
    return name === undefined ? [] : [{ variable, text, name }];
  });
}

const URL_LINE = "VITE_CONVEX_URL=https://brisk-heron-456.convex.cloud";

export const examples: readonly Example[] = [
  {
    name: "the URL of another deployment than CONVEX_DEPLOYMENT names",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: URL_LINE,
        with: "VITE_CONVEX_URL=https://calm-badger-789.convex.cloud",
      },
    ],
    expect: ["warning wrong-deployment-url .env.local:2"],
  },
  {
    name: "a deployment in another region",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: URL_LINE,
        with: "VITE_CONVEX_URL=https://brisk-heron-456.eu-west-1.convex.cloud",
      },
    ],
    expect: [],
  },
  {
    name: "a custom domain",
    project: "vite-spa",
    edits: [
      { file: ".env.local", replace: URL_LINE, with: "VITE_CONVEX_URL=https://convex.notes.example.com" },
    ],
    expect: [],
  },
  {
    name: "a local deployment, with the cloud's URL in a comment",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: `CONVEX_DEPLOYMENT=dev:brisk-heron-456\n${URL_LINE}`,
        with: "CONVEX_DEPLOYMENT=local:local-notes\n# https://brisk-heron-456.convex.cloud\nVITE_CONVEX_URL=http://127.0.0.1:3210",
      },
    ],
    expect: [],
  },
];
