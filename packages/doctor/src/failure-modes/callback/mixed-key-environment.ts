import type { EnvironmentFact, SideVariables, Variable } from "../../facts/environment/environment.ts";
import type { Stage } from "../../facts/stage.ts";
import { detector, type Evidence, failureMode, type Outcome, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "mixed-key-environment",
  step: "callback",
  severity: "error",
  title: "The WorkOS API key belongs to another environment than the stage",
  short: "API key of another environment",
  symptoms: [
    "WorkOS signs people in, and the callback fails when it exchanges the code.",
    "Sign-in works, with the users of another environment.",
  ],
  errorTexts: ["invalid_client", "401 Unauthorized", "Client ID does not match the API key environment"],
  explanation:
    "An API key works in one WorkOS environment, the one of the client id. Keys that begin with `sk_test_` belong to a sandbox (formerly staging) environment, `sk_live_` to production. Sign-in begins " +
    "with the client id alone and therefore works; the code that comes back is exchanged with both, and WorkOS refuses a key of another environment.",
  notAProblemWhen:
    "Production uses a sandbox environment on purpose (`environmentType` in the `prod` section of convex.json says so), or key and client id of the stage belong together although the name of the stage suggests otherwise.",
  remedy: (project) => [
    `In the WorkOS dashboard, choose the environment of ${project.stage} and take client id and API key from there, both.`,
    project.convexEnvSet("WORKOS_API_KEY", "sk_…"),
    "Set the same two on the host of this stage and deploy again.",
  ],
  sources: ["https://workos.com/docs/reference/api-keys", "https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["environment", "convexJson"],
      *find({ environment, convexJson }, { stage }) {
        const section = convexJson.authKit?.stages[stage];
        // A sandbox environment for production is then what the project asked for.
        if (section?.environmentType === "development" || section?.environmentType === "staging") return;
        if (stage === "production") yield* keysThatBegin("sk_test", environment, stage, []);
        if (stage !== "development") return;
        const localhost = localRedirects(environment.stages.development.host);
        if (localhost.length > 0) yield* keysThatBegin("sk_live", environment, stage, localhost);
      },
    }),
  ],
});

function* keysThatBegin(
  prefix: "sk_test" | "sk_live",
  { stages }: EnvironmentFact,
  stage: Stage,
  beside: Evidence[],
): Generator<Outcome> {
  for (const [side, { variables }] of Object.entries(stages[stage])) {
    const key = variables["WORKOS_API_KEY"];
    if (key?.value.kind !== "secret" || key.value.apiKey !== prefix || key.value.placeholder) continue;
    const { shown: text } = key.value;
    yield shown({
      subject: `WORKOS_API_KEY ${side}`,
      severity: "warning",
      location: key.location,
      evidence: [{ kind: "environment", quote: `WORKOS_API_KEY=${text}`, location: key.location }, ...beside],
      detail:
        prefix === "sk_test"
          ? `The production variables of ${side === "convex" ? "Convex" : "the host"} have a key of a sandbox environment (${text}).`
          : `Development signs in at localhost with a key of the production environment (${text}).`,
    });
  }
}

function localRedirects({ variables }: SideVariables): Evidence[] {
  return Object.values(variables).flatMap((variable: Variable) => {
    const { name, value, location } = variable;
    const isLocal =
      value.kind === "public" && /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(value.text);
    return isLocal && /REDIRECT_UR[IL]/.test(name)
      ? [{ kind: "environment" as const, quote: `${name}=${value.text}`, location }]
      : [];
  });
}

const PRODUCTION =
  "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\nWORKOS_COOKIE_PASSWORD=u8Rz4Kf1Wq7Tn3Yb9Xc6Vm2Lp5Hd0JsE\nNEXT_PUBLIC_CONVEX_URL=https://calm-otter-987.convex.cloud\n";

export const examples: Example[] = [
  {
    name: "a sandbox key in the host's production variables",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { hostEnv: { production: `${PRODUCTION}WORKOS_API_KEY=sk_test_a2V5XzAxSlBST0ROT1RFUw\n` } },
    expect: ["warning mixed-key-environment host-production.env:4"],
  },
  {
    name: "a live key beside a redirect to localhost",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/.env.local", replace: "WORKOS_API_KEY=sk_test_", with: "WORKOS_API_KEY=sk_live_" },
    ],
    expect: ["warning mixed-key-environment apps/web/.env.local:2"],
  },
  {
    name: "a live key in production",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { hostEnv: { production: `${PRODUCTION}WORKOS_API_KEY=sk_live_a2V5XzAxSlBST0ROT1RFUw\n` } },
    expect: [],
  },
  {
    name: "convex.json asks for a sandbox environment in production",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex.json",
        replace: `"environmentType": "production"`,
        with: `"environmentType": "staging"`,
      },
    ],
    inputs: { hostEnv: { production: `${PRODUCTION}WORKOS_API_KEY=sk_test_a2V5XzAxSlBST0ROT1RFUw\n` } },
    expect: [],
  },
];
