import type { ConvexPush } from "../../facts/scripts/convex-push.ts";
import { pushesOfBackend } from "../../facts/scripts/pushes-of-backend.ts";
import type { SideVariables } from "../../facts/environment/environment.ts";
import type { Stage } from "../../facts/stage.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

const SECTION: Record<Stage, string> = { development: "dev", preview: "preview", production: "prod" };

export default failureMode({
  id: "convex-json-authkit-missing",
  step: "setup",
  severity: "warning",
  title: "convex.json has no authKit section for a stage that is pushed",
  short: "authKit section missing for a stage",
  symptoms: [
    "The push succeeds, and nothing is provisioned: no WorkOS environment, no redirect URI, no CORS origin for that stage.",
    "The variables that the other stages get by themselves are missing.",
  ],
  errorTexts: [
    "The template this project is based on has been updated to work with this version of Convex.",
    "Please copy the convex.json from the latest template version or add an 'authKit' section.",
  ],
  explanation:
    "With an `authKit` section for a stage, the Convex CLI looks after WorkOS when it pushes there: it provisions the environment, sets the " +
    "client id and API key on the deployment and registers redirect URIs and CORS origins. Each of `dev`, `preview` and `prod` is looked at " +
    "alone. For a stage without a section the CLI does none of it and says nothing.",
  notAProblemWhen:
    "The stage uses a WorkOS environment that somebody set up by hand, with its client id on the deployment and its redirect URIs in the " +
    "WorkOS dashboard. A project without convex.json, or without an `authKit` key at all, has chosen that for every stage.",
  remedy: (project) => [
    `Add \`"authKit": { "${SECTION[project.stage]}": { "configure": { "redirectUris": ["…/callback"], "corsOrigins": ["…"] } } }\` to ${project.convexJson}, beside the sections that are there.`,
    project.push(),
    `Or, with a WorkOS environment of your own: ${project.convexEnvSet("WORKOS_CLIENT_ID", "client_…")}, and register the redirect URI in the WorkOS dashboard.`,
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit/auto-provision",
    "https://github.com/get-convex/convex-backend/blob/main/npm-packages/convex/src/cli/lib/workos/workos.ts",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: [],
  detectors: [
    detector({
      needs: ["workspace", "convexJson", "scripts", "ci", "environment"],
      *find({ workspace, convexJson, scripts, ci, environment }, { backend, stage }) {
        const { authKit, refusals } = convexJson;
        if (authKit === null || refusals.length > 0) return;
        const others = Object.values(authKit.stages).map(({ key }) => key);
        if (others.length === 0 || authKit.stages[stage] !== undefined) return;
        const pushes = pushesOfBackend([...scripts.pushes, ...ci.pushes], backend, workspace);
        const push = pushes.find((it) => goesTo(it, stage) && !it.skipsWorkosCheck);
        if (push === undefined) return;
        const { host, convex } = environment.stages[stage];
        if (holdsClientId(host) || holdsClientId(convex)) return;
        // A developer's variables are usually not in the repository; their absence says nothing.
        if (stage === "development" && !host.complete) return;
        yield shown({
          subject: SECTION[stage],
          severity: "warning",
          confidence: "likely",
          location: authKit.location,
          evidence: [
            {
              kind: "project",
              quote: `"authKit": { ${others.map((key) => `"${key}": …`).join(", ")} }`,
              location: authKit.location,
            },
            { kind: "project", quote: push.quote, location: push.location },
          ],
          detail: `\`${push.quote}\` pushes to ${stage}, for which authKit has no ${SECTION[stage]} section, and no client id of that stage is in evidence.`,
        });
      },
    }),
  ],
});

/** A build on a host whose stage the files do not tell pushes at least to production. */
function goesTo(push: ConvexPush, stage: Stage): boolean {
  return push.stage === null
    ? stage === "production" && (push.where === "vercel" || push.where === "netlify")
    : push.stage === stage;
}

function holdsClientId({ variables }: SideVariables): boolean {
  return Object.keys(variables).some((name) => /CLIENT_?ID$/.test(name));
}

const PROD_SECTION_OF_THE_MONOREPO = `,
    "prod": {
      "environmentType": "production",
      "configure": {
        "redirectUris": ["https://\${buildEnv.VERCEL_PROJECT_PRODUCTION_URL}/callback"],
        "appHomepageUrl": "https://\${buildEnv.VERCEL_PROJECT_PRODUCTION_URL}",
        "corsOrigins": ["https://\${buildEnv.VERCEL_PROJECT_PRODUCTION_URL}"]
      }
    }`;

/** Only a stage that is in evidence is judged. */
const PRODUCTION_IN_EVIDENCE = {
  file: "apps/web/.env.production",
  write: "NEXT_PUBLIC_CONVEX_URL=https://calm-otter-987.convex.cloud\n",
};

export const examples: Example[] = [
  {
    name: "the deploy script pushes to production, authKit has only dev and preview",
    project: "nextjs-monorepo",
    edits: [
      PRODUCTION_IN_EVIDENCE,
      { file: "packages/backend/convex.json", replace: PROD_SECTION_OF_THE_MONOREPO, with: "" },
    ],
    expect: ["warning convex-json-authkit-missing packages/backend/convex.json:3 (likely)"],
  },
  {
    name: "no script and no CI file pushes to production",
    project: "nextjs-monorepo",
    edits: [
      PRODUCTION_IN_EVIDENCE,
      { file: "packages/backend/convex.json", replace: PROD_SECTION_OF_THE_MONOREPO, with: "" },
      { file: "packages/backend/package.json", replace: `,\n    "deploy": "convex deploy"`, with: "" },
    ],
    expect: [],
  },
  {
    name: "production has a WorkOS environment of its own, whose client id is in evidence",
    project: "nextjs-monorepo",
    edits: [{ file: "packages/backend/convex.json", replace: PROD_SECTION_OF_THE_MONOREPO, with: "" }],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\n" } },
    expect: [],
  },
  {
    name: "no authKit key at all: the project looks after WorkOS itself",
    project: "nextjs-monorepo",
    edits: [{ file: "packages/backend/convex.json", write: `{\n  "functions": "convex/"\n}\n` }],
    expect: [],
  },
];
