import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { pushAnswers } from "../../facts/auth-config/push-answer.ts";

export default failureMode({
  id: "shared-issuer-without-application-id",
  step: "setup",
  severity: "error",
  title: "The provider for the issuer that all WorkOS applications share has no applicationID",
  short: "Shared issuer without applicationID",
  symptoms: [
    "`npx convex dev` or `npx convex deploy` stops after the first provider was simplified.",
    "Or nothing stops, and the users of any other WorkOS application are let in.",
  ],
  errorTexts: [
    "This auth configuration appears potentially insecure: Provider at index 0 has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT.",
  ],
  explanation:
    "`https://api.workos.com` issues tokens for every WorkOS application. Without an audience to compare, Convex would accept the users of other people's apps, so it refuses the config. Spellings that slip past that guard (`applicationID: null`, no scheme, more slashes) are worse: they are accepted.",
  notAProblemWhen:
    "The issuer names a client id (`https://api.workos.com/user_management/<client id>`): then no `applicationID` is needed.",
  remedy: (project) => [
    `Set applicationID: process.env.WORKOS_CLIENT_ID on the provider for https://api.workos.com/ in ${project.authConfig}.`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [
    detector({
      needs: ["authConfig", "deploymentVariables"],
      *find({ authConfig, deploymentVariables }, { stage }) {
        const { errors, remarks } = pushAnswers(authConfig, deploymentVariables[stage]);
        const seen = [
          ...errors.map((it) => ({ ...it, severity: "error" as const })),
          ...remarks.map((it) => ({ ...it, severity: "warning" as const })),
        ];
        for (const { said, index, location, severity } of seen) {
          if (said.failureMode !== "shared-issuer-without-application-id") continue;
          yield shown({
            subject: `${authConfig.file}#${index}`,
            severity,
            location,
            evidence: [{ kind: "project", quote: "https://api.workos.com without applicationID", location }],
            detail: said.explanation,
          });
        }
      },
    }),
  ],
});

const CONFIG = "packages/backend/convex/auth.config.ts";
const APPLICATION_ID = "      applicationID: clientId,\n";

export const examples: readonly Example[] = [
  {
    name: "the first provider was simplified",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: APPLICATION_ID, with: "" }],
    expect: [`error shared-issuer-without-application-id ${CONFIG}:7`],
  },
  {
    name: "null passes Convex's guard",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: APPLICATION_ID, with: "      applicationID: null,\n" }],
    expect: [`warning shared-issuer-without-application-id ${CONFIG}:11`],
  },
  {
    name: "so does a second slash",
    project: "nextjs-monorepo",
    edits: [
      { file: CONFIG, replace: APPLICATION_ID, with: "" },
      { file: CONFIG, replace: '"https://api.workos.com/"', with: '"https://api.workos.com//"' },
    ],
    expect: [`warning shared-issuer-without-application-id ${CONFIG}:7`],
  },
  {
    name: "the issuer is a variable, whose value is in evidence",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "      issuer: `https://api.workos.com/user_management/${clientId}`,\n",
        with: "      issuer: process.env.WORKOS_ISSUER,\n",
      },
    ],
    inputs: {
      convexEnv: {
        production:
          "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\nWORKOS_ISSUER=https://api.workos.com/\n",
      },
    },
    expect: [`error shared-issuer-without-application-id ${CONFIG}:14`],
  },
  {
    name: "without applicationID, under the issuer of one client id",
    project: "nextjs-monorepo",
    edits: [
      { file: CONFIG, replace: APPLICATION_ID, with: "" },
      {
        file: CONFIG,
        replace: '"https://api.workos.com/"',
        with: "`https://api.workos.com/sso/${clientId}`",
      },
    ],
    expect: [],
  },
];
