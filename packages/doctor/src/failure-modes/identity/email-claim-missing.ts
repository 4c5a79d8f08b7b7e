import { detector, failureMode, refuted, shown, type Shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isDefaultClaim, OIDC_NAMES } from "../../facts/functions/claim-names.ts";
import type { ClaimRead, FunctionsFact } from "../../facts/functions/functions.ts";

export default failureMode({
  id: "email-claim-missing",
  step: "identity",
  severity: "error",
  title: "Functions read a claim that the token does not carry",
  short: "Claim missing from the token",
  symptoms: [
    "`identity.email` is undefined although the user has an e-mail address.",
    "An admin check says no to a real admin.",
  ],
  errorTexts: ["identity.email is undefined", "Cannot read properties of undefined (reading 'endsWith')"],
  explanation:
    "AuthKit's access tokens carry no profile: only `sub`, `sid`, and the organization's claims. E-mail, name and picture come into the token " +
    "through the JWT template of the WorkOS environment, one per environment. Convex passes on what the token holds and nothing more.",
  notAProblemWhen: "A token or the JWT template carries the claim.",
  remedy: (project, found) => [
    "WorkOS dashboard, Authentication, JWT template of this environment:",
    `{ "email": "{{ user.email }}", "name": "{{ user.first_name }} {{ user.last_name }}", "picture": "{{ user.profile_picture_url }}" }`,
    `Sign in again, or wait for the next token${found === null ? "" : `, and check that it carries ${found.subject}`}: ${project.exec("convex-authkit")} verdict - ${project.backendDir}`,
  ],
  sources: ["https://workos.com/docs/authkit/jwt-templates", "https://docs.convex.dev/auth/functions-auth"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["functions", "tokens"],
      *find({ functions, tokens }, target) {
        const own = tokens.filter(({ stage, problem }) => stage === target.stage && problem === null);
        for (const { label, claims } of own) {
          for (const claim of readsByClaim(functions).keys()) {
            if (isCarried(claim, claims)) yield refuted(claim, `The token from ${label} carries ${claim}.`);
          }
          yield* missingClaims(functions, claims, `the token from ${label}`);
        }
      },
    }),
    detector({
      needs: ["functions", "jwtTemplates"],
      *find({ functions, jwtTemplates }, target) {
        for (const template of jwtTemplates) {
          if (template.claims === null || (template.stage !== null && template.stage !== target.stage))
            continue;
          const carried = Object.fromEntries(template.claims.map(({ name }) => [name, true]));
          yield* missingClaims(functions, carried, `the JWT template ${template.file}`);
        }
      },
    }),
  ],
});

/** The claims that only a JWT template can add, with the places that read them and fall back to nothing carried. */
function readsByClaim({ claimReads }: FunctionsFact): Map<string, ClaimRead[]> {
  const byClaim = new Map<string, ClaimRead[]>();
  for (const read of claimReads) {
    if (isDefaultClaim(read.claim) || read.claim in OIDC_NAMES) continue;
    byClaim.set(read.claim, [...(byClaim.get(read.claim) ?? []), read]);
  }
  return byClaim;
}

/** A nested claim arrives under its dotted name. */
function isCarried(claim: string, claims: Readonly<Record<string, unknown>>): boolean {
  return claim in claims || Object.keys(claims).some((name) => claim.startsWith(`${name}.`));
}

function* missingClaims(
  functions: FunctionsFact,
  carried: Readonly<Record<string, unknown>>,
  source: string,
): Generator<Shown> {
  for (const [claim, reads] of readsByClaim(functions)) {
    if (isCarried(claim, carried)) continue;
    const deciding = reads.find(({ use }) => use === "decides");
    const read = deciding ?? reads[0];
    yield shown({
      subject: claim,
      severity: deciding === undefined ? "warning" : "error",
      location: read?.location ?? null,
      evidence: reads.map(({ quote, location }) => ({ kind: "project", quote, location })),
      detail: `${read?.quote ?? claim} is undefined: ${source} does not carry ${claim}${deciding === undefined ? "" : ", and an access decision hangs on it"}.`,
    });
  }
}

const NOTES = "packages/backend/convex/notes.ts";
const ADMIN_CHECK = {
  file: NOTES,
  replace: '    if (identity === null) throw new Error("Sign in to see your notes.");\n',
  with: '    if (identity === null) throw new Error("Sign in to see your notes.");\n    if (!identity.email?.endsWith("@example.com")) throw new Error("Only for us.");\n',
};
const ISSUER = "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "an admin check reads the e-mail, which the token lacks",
    project: "nextjs-monorepo",
    edits: [ADMIN_CHECK],
    inputs: { tokens: [{ claims: { iss: ISSUER, email: undefined } }] },
    expect: [`error email-claim-missing ${NOTES}:9`],
  },
  {
    name: "claims that are only shown",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { tokens: [{ claims: { iss: ISSUER, picture: undefined } }] },
    expect: ["warning email-claim-missing packages/backend/convex/profile.ts:8"],
  },
  {
    name: "a JWT template without the e-mail",
    project: "nextjs-monorepo",
    edits: [ADMIN_CHECK],
    inputs: {
      jwtTemplate: {
        text: '{ "name": "{{ user.first_name }}", "picture": "{{ user.profile_picture_url }}" }',
      },
    },
    expect: [`error email-claim-missing ${NOTES}:9`],
  },
  {
    name: "the token carries everything that is read",
    project: "nextjs-monorepo",
    edits: [ADMIN_CHECK],
    inputs: {
      tokens: [
        {
          claims: {
            iss: ISSUER,
            name: "Ada",
            email: "ada@example.com",
            picture: "https://example.com/a.png",
          },
        },
      ],
    },
    expect: [],
  },
  {
    name: "from source alone nothing can be said",
    project: "nextjs-monorepo",
    edits: [ADMIN_CHECK],
    expect: [],
  },
];
