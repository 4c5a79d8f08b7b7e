import { requiredVariables, unsetVariables } from "../../facts/auth-config/unset-variables.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "preview-deployment-no-client-id",
  step: "setup",
  severity: "error",
  title: "Convex preview deployments start without the variable that auth.config.ts reads",
  short: "Previews start without client id",
  symptoms: [
    "The deploy of every pull request fails, production deploys well.",
    "A preview answers, and nobody is ever signed in there.",
  ],
  errorTexts: ["Environment variable WORKOS_CLIENT_ID is used in auth config file but its value was not set"],
  explanation:
    "Every preview deployment is new, and it has no variables but the project's defaults for previews. What is set on the development or production deployment does " +
    "not reach it. An auth config that reads WORKOS_CLIENT_ID can therefore not be evaluated there until a default exists.",
  notAProblemWhen:
    "The project's default variables for previews hold it, or convex.json has an `authKit.preview` section and the deploy may provision a WorkOS environment, which sets it.",
  remedy: (project, found) => [
    project.exec(`convex env default set --type preview ${found?.subject ?? "WORKOS_CLIENT_ID"} client_…`),
    "Needs Convex 1.36 or newer; in older versions it is set in the dashboard, Project Settings, Environment Variables. Deploy the preview anew afterwards.",
    project.exec("convex env default list --type preview"),
  ],
  sources: [
    "https://docs.convex.dev/production/hosting/preview-deployments",
    "https://docs.convex.dev/auth/authkit/auto-provision",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["convex-client-id-missing"],
  detectors: [
    detector({
      needs: ["authConfig", "deploymentVariables", "convexJson"],
      *find({ authConfig, deploymentVariables, convexJson }, { stage }) {
        if (stage !== "preview" || requiredVariables(authConfig).length === 0) return;
        const variables = deploymentVariables.preview;
        if (!variables.complete) yield notChecked(variables.because);
        const isProvisioned = convexJson.authKit?.stages.preview !== undefined;
        for (const { name, location } of unsetVariables(authConfig, variables)) {
          // The deploy of a preview may provision these; whether its key may is not in evidence.
          const mayComeLater = isProvisioned && /^WORKOS_(?:CLIENT_ID|API_KEY|ENVIRONMENT_ID)$/.test(name);
          yield shown({
            subject: name,
            severity: mayComeLater ? "warning" : "error",
            confidence: mayComeLater ? "likely" : "certain",
            location,
            evidence: [
              { kind: "project", quote: `process.env.${name}`, location },
              {
                kind: "environment",
                quote: `${variables.files.join(", ")} lists no ${name}`,
                location: null,
              },
            ],
            detail: mayComeLater
              ? `The auth config reads ${name}, the preview variables lack it, and whether the deploy may provision it is not in evidence.`
              : `The auth config reads ${name}, and the preview variables lack it.`,
          });
        }
      },
    }),
  ],
});

const PREVIEW_SECTION = `    "preview": {
      "configure": {
        "redirectUris": ["https://\${buildEnv.VERCEL_BRANCH_URL}/callback"],
        "appHomepageUrl": "https://\${buildEnv.VERCEL_BRANCH_URL}",
        "corsOrigins": ["https://\${buildEnv.VERCEL_BRANCH_URL}"]
      }
    },
`;

export const examples: Example[] = [
  {
    name: "the defaults for previews hold other variables, and nothing provisions",
    project: "nextjs-monorepo",
    edits: [{ file: "packages/backend/convex.json", replace: PREVIEW_SECTION, with: "" }],
    inputs: { convexEnv: { preview: "RESEND_API_KEY=re_1234\n" } },
    expect: ["error preview-deployment-no-client-id packages/backend/convex/auth.config.ts:3"],
  },
  {
    name: "the same with a preview section: the deploy may provision it",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { convexEnv: { preview: "RESEND_API_KEY=re_1234\n" } },
    expect: ["warning preview-deployment-no-client-id packages/backend/convex/auth.config.ts:3 (likely)"],
  },
  {
    name: "the defaults for previews hold the client id",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { convexEnv: { preview: "WORKOS_CLIENT_ID=client_01JPRV8Q4W3M5X7Z9K2B6N1C0V\n" } },
    expect: [],
  },
  {
    name: "the preview variables are not in evidence",
    project: "nextjs-monorepo",
    edits: [{ file: "packages/backend/convex.json", replace: PREVIEW_SECTION, with: "" }],
    expect: [],
  },
];
