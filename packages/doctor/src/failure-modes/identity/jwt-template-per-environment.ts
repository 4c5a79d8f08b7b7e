import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isDefaultClaim } from "../../facts/functions/claim-names.ts";
import { STAGES } from "../../facts/stage.ts";

export default failureMode({
  id: "jwt-template-per-environment",
  step: "identity",
  severity: "error",
  title: "The tokens of one stage lack a claim that those of another carry",
  short: "JWT templates of stages differ",
  symptoms: [
    "An admin check works in development and says no in production.",
    "Names or pictures are missing in one environment only.",
  ],
  errorTexts: ["identity.email is undefined"],
  explanation:
    "A JWT template belongs to one WorkOS environment. What was added for development has to be added for production as well; nothing " +
    "copies it.",
  notAProblemWhen: "Nobody reads the claim in which the tokens differ.",
  remedy: (project, found) => [
    `WorkOS dashboard: open the JWT template of both environments and make them equal${found === null ? "" : ` (${found.subject})`}.`,
    `${project.exec("convex-authkit")} ${project.backendDir} --token development=FILE --token production=FILE`,
  ],
  sources: ["https://workos.com/docs/authkit/jwt-templates"],
  appliesTo: {},
  testedWith: {},
  masks: ["email-claim-missing"],
  detectors: [
    detector({
      needs: ["functions", "tokens"],
      *find({ functions, tokens }, target) {
        const readable = tokens.filter(({ problem }) => problem === null);
        const own = readable.filter(({ stage }) => stage === target.stage);
        const others = readable.filter(({ stage }) => stage !== target.stage);
        if (readable.length === 0) return;
        if (new Set(readable.map(({ stage }) => stage)).size < 2) {
          yield notChecked("tokens of one stage only are in evidence (pass --token STAGE=FILE for each)");
          return;
        }
        for (const token of own) {
          for (const other of others) {
            const absent = Object.keys(other.claims).filter((claim) => !(claim in token.claims));
            for (const claim of absent) {
              const reads = functions.claimReads.filter(
                (read) => read.claim === claim || read.claim.startsWith(`${claim}.`),
              );
              if (reads.length === 0 || isDefaultClaim(claim)) continue;
              const deciding = reads.find(({ use }) => use === "decides");
              const location = (deciding ?? reads[0])?.location ?? null;
              const [first, second] = [token.stage, other.stage].sort(
                (one, two) => STAGES.indexOf(one) - STAGES.indexOf(two),
              );
              yield shown({
                subject: claim,
                severity: deciding === undefined ? "warning" : "error",
                location,
                evidence: [
                  { kind: "token", quote: `${other.stage}: ${claim} is there`, location: null },
                  { kind: "token", quote: `${token.stage}: no ${claim}`, location: null },
                ],
                detail: `The tokens of ${first ?? ""} and ${second ?? ""} differ: only ${other.stage}'s carries ${claim}.`,
              });
            }
          }
        }
      },
    }),
  ],
});

const NOTES = "packages/backend/convex/notes.ts";
const ADMIN_CHECK = {
  file: NOTES,
  replace: '    if (identity === null) throw new Error("Sign in to see your notes.");\n',
  with: '    if (identity === null) throw new Error("Sign in to see your notes.");\n    if (!identity.email?.endsWith("@example.com")) throw new Error("Only for us.");\n',
};
const DEV = "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
const PROD = "https://api.workos.com/user_management/client_01JPRD8Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "production's template has no e-mail, and an access decision reads it",
    project: "nextjs-monorepo",
    edits: [ADMIN_CHECK],
    inputs: {
      tokens: [
        { stage: "development", claims: { iss: DEV } },
        { stage: "production", claims: { iss: PROD, email: undefined } },
      ],
    },
    expect: [
      `error jwt-template-per-environment ${NOTES}:9`,
      `error email-claim-missing ${NOTES}:9 < jwt-template-per-environment`,
    ],
  },
  {
    name: "both templates carry the same claims",
    project: "nextjs-monorepo",
    edits: [ADMIN_CHECK],
    inputs: {
      tokens: [
        { stage: "development", claims: { iss: DEV } },
        { stage: "production", claims: { iss: PROD } },
      ],
    },
    expect: [],
  },
  {
    name: "they differ in a claim that nobody reads",
    project: "nextjs-monorepo",
    edits: [ADMIN_CHECK],
    inputs: {
      tokens: [
        { stage: "development", claims: { iss: DEV, team: "core" } },
        { stage: "production", claims: { iss: PROD } },
      ],
    },
    expect: [],
  },
];
