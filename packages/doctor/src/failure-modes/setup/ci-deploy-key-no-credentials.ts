import { isKnownUnset } from "../../facts/environment/environment.ts";
import type { ConvexPush } from "../../facts/scripts/convex-push.ts";
import { pushesOfBackend } from "../../facts/scripts/pushes-of-backend.ts";
import type { Stage } from "../../facts/stage.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "ci-deploy-key-no-credentials",
  step: "setup",
  severity: "error",
  title: "CI deploys with a deploy key to a Convex deployment without WorkOS credentials",
  short: "CI deploy without WorkOS credentials",
  symptoms: [
    "The build on Vercel, Netlify or in CI fails in `npx convex deploy`, although WORKOS_API_KEY is set there.",
    "The same command works on a developer's machine.",
  ],
  errorTexts: [
    "AuthKit configuration in convex.json requires WorkOS credentials.",
    "When using a deployment-specific key, you cannot automatically provision WorkOS environments.",
    "Cannot provision WorkOS environment with current authentication.",
  ],
  explanation:
    "With an `authKit` section for the stage, `npx convex deploy` wants a WorkOS client id and API key before it pushes. Since 1.32.0 it takes the " +
    "API key from the Convex deployment only; the one in the build environment, which the error text and the documentation name, is not looked at. Where they are missing " +
    "it would provision an environment, and a deploy key of one deployment (`prod:…`, `dev:…`) is not allowed to.",
  notAProblemWhen:
    "WORKOS_CLIENT_ID and WORKOS_API_KEY are set on the deployment, the command has `--skip-workos-check`, the key is a project key, or convex.json has " +
    "no section for the stage.",
  remedy: (project) => [
    project.convexEnvSet("WORKOS_CLIENT_ID", "client_…"),
    project.convexEnvSet("WORKOS_API_KEY", "sk_…"),
    `Or let the CLI leave WorkOS alone in CI: ${project.exec("convex deploy --skip-workos-check")}`,
    "For previews, set both as default variables of the project's preview deployments instead (`npx convex env default set --type preview`, Convex 1.36 or newer).",
  ],
  sources: [
    "https://github.com/get-convex/convex-backend/blob/main/npm-packages/convex/src/cli/lib/workos/workos.ts",
    "https://docs.convex.dev/auth/authkit/auto-provision",
  ],
  appliesTo: { packages: { convex: ">=1.32.0" } },
  testedWith: { convex: "1.48.0" },
  masks: ["auth-config-not-deployed"],
  detectors: [
    detector({
      needs: ["workspace", "convexJson", "ci", "deploymentVariables"],
      *find({ workspace, convexJson, ci, deploymentVariables }, { backend, stage }) {
        const section = convexJson.authKit?.stages[stage];
        if (section === undefined || convexJson.refusals.length > 0) return;
        const variables = deploymentVariables[stage];
        const pushes = pushesOfBackend(ci.pushes, backend, workspace).filter((push) =>
          needsCredentials(push, stage),
        );
        for (const push of pushes) {
          const names = [
            "WORKOS_API_KEY",
            ...(ci.sets.includes("WORKOS_CLIENT_ID") ? [] : ["WORKOS_CLIENT_ID"]),
          ];
          const unset = names.filter((name) => isKnownUnset(variables, name));
          if (variables.complete && unset.length === 0) continue;
          yield shown({
            subject: `${push.location.file} ${stage}`,
            severity: variables.complete ? "error" : "warning",
            confidence: variables.complete ? "certain" : "likely",
            location: push.location,
            evidence: [
              { kind: "project", quote: push.quote, location: push.location },
              { kind: "project", quote: `"${section.key}": …`, location: section.location },
            ],
            detail: variables.complete
              ? `The ${stage} deployment has no ${unset.join(" and no ")}, and the deploy key of CI cannot provision them.`
              : `It fails unless WORKOS_CLIENT_ID and WORKOS_API_KEY are set on the ${stage} deployment, whose variables are not in evidence (pass --convex-env ${stage}=FILE).`,
          });
        }
      },
    }),
  ],
});

/** Preview deploy keys may provision; of a key whose kind cannot be told, the usual one is assumed in production. */
function needsCredentials(push: ConvexPush, stage: Stage): boolean {
  if (push.command !== "deploy" || push.skipsWorkosCheck) return false;
  if (push.deployKey === "deployment") return push.stage === stage;
  return push.deployKey === "some" && stage === "production" && (push.stage ?? "production") === stage;
}

const DEPLOY_STEP = `      - run: npm run build
      - run: npx convex deploy
        working-directory: packages/backend
        env:
          CONVEX_DEPLOY_KEY: \${{ secrets.CONVEX_DEPLOY_KEY }}
`;

export const examples: Example[] = [
  {
    name: "the production deployment has a client id and no API key",
    project: "nextjs-monorepo",
    edits: [
      { file: ".github/workflows/check.yml", replace: "      - run: npm run build\n", with: DEPLOY_STEP },
    ],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\n" } },
    expect: ["error ci-deploy-key-no-credentials .github/workflows/check.yml:10"],
  },
  {
    name: "the variables of the deployment are not in evidence",
    project: "nextjs-monorepo",
    edits: [
      { file: ".github/workflows/check.yml", replace: "      - run: npm run build\n", with: DEPLOY_STEP },
    ],
    expect: ["warning ci-deploy-key-no-credentials .github/workflows/check.yml:10 (likely)"],
  },
  {
    name: "both credentials are on the deployment",
    project: "nextjs-monorepo",
    edits: [
      { file: ".github/workflows/check.yml", replace: "      - run: npm run build\n", with: DEPLOY_STEP },
    ],
    inputs: {
      convexEnv: {
        production:
          "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\nWORKOS_API_KEY=sk_live_a2V5XzAxSlBST0ROT1RFUw\n",
      },
    },
    expect: [],
  },
  {
    name: "the command skips the check",
    project: "nextjs-monorepo",
    edits: [
      {
        file: ".github/workflows/check.yml",
        replace: "      - run: npm run build\n",
        with: DEPLOY_STEP.replace("convex deploy", "convex deploy --skip-workos-check"),
      },
    ],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\n" } },
    expect: [],
  },
  {
    name: "no file shows which key the host's build signs in with",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/vercel.json",
        write: `{\n  "buildCommand": "npx convex deploy --cmd 'npm run build'"\n}\n`,
      },
    ],
    expect: [],
  },
];
