import { detector, failureMode, refuted, shown, type Severity, type Shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { AuthConfigFact } from "../../facts/auth-config/auth-config.ts";
import { fieldText } from "../../facts/auth-config/provider-text.ts";
import { isWorkosIssuer, readProviders } from "../../facts/auth-config/workos-providers.ts";
import { OIDC_NAMES } from "../../facts/functions/claim-names.ts";
import type { ClaimRead, FunctionsFact } from "../../facts/functions/functions.ts";

export default failureMode({
  id: "custom-jwt-claim-names",
  step: "identity",
  severity: "error",
  title: "Functions read a claim under the name that only OIDC providers give it",
  short: "OIDC name of a claim",
  symptoms: [
    "`identity.pictureUrl` is undefined although the token has a picture.",
    "Everybody's e-mail counts as unverified.",
  ],
  errorTexts: ["identity.pictureUrl is undefined", "identity.emailVerified is undefined"],
  explanation:
    "Convex's `UserIdentity` type lists `pictureUrl`, `emailVerified`, `givenName` and so on: names that Convex makes of an OIDC provider's " +
    "claims. WorkOS is set up as `customJwt`, and there every claim keeps the name it has in the token: `picture`, `email_verified`, " +
    "`given_name`. The type still allows the other name, so nothing warns.",
  notAProblemWhen:
    'The JWT template names the claim so (`"pictureUrl": …`), an OIDC provider supplies it, or the code falls back to the token\'s name.',
  remedy: (project, found) => {
    const claim = found?.subject ?? "pictureUrl";
    return [
      `Read identity.${OIDC_NAMES[claim] ?? claim} instead of identity.${claim}, or name the claim "${claim}" in the JWT template.`,
      project.push(),
    ];
  },
  sources: [
    "https://docs.convex.dev/auth/functions-auth",
    "https://docs.convex.dev/auth/advanced/custom-jwt",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["authConfig", "functions"],
      *find({ authConfig, functions }) {
        if (!isOnlyCustomJwt(authConfig)) return;
        for (const [claim, reads] of oidcReads(functions)) {
          yield misnamed(claim, reads, "warning", "A customJwt provider maps no claim names");
        }
      },
    }),
    detector({
      needs: ["authConfig", "functions", "tokens"],
      *find({ authConfig, functions, tokens }, target) {
        if (!isOnlyCustomJwt(authConfig)) return;
        for (const token of tokens.filter(
          ({ stage, problem }) => stage === target.stage && problem === null,
        )) {
          for (const [claim, reads] of oidcReads(functions)) {
            const deciding = reads.filter(({ use }) => use === "decides");
            if (claim in token.claims)
              yield refuted(claim, `The token from ${token.label} carries ${claim}.`);
            else if (deciding.length > 0) {
              yield misnamed(
                claim,
                deciding,
                "error",
                `The token from ${token.label} has no claim of that name`,
              );
            }
          }
        }
      },
    }),
    detector({
      needs: ["functions", "jwtTemplates"],
      *find({ functions, jwtTemplates }, target) {
        for (const { claims, stage, file } of jwtTemplates) {
          if (claims === null || (stage !== null && stage !== target.stage)) continue;
          for (const [claim] of oidcReads(functions)) {
            if (claims.some(({ name }) => name === claim))
              yield refuted(claim, `${file} names the claim so.`);
          }
        }
      },
    }),
  ],
});

/** Whether WorkOS is a customJwt provider here and no OIDC provider could supply the other names. */
function isOnlyCustomJwt(authConfig: AuthConfigFact): boolean {
  if (authConfig.state !== "evaluated" || authConfig.open) return false;
  const isOidc = authConfig.providers.some(({ fields }) => {
    const type = fieldText(fields.type, null);
    return fields.type.kind === "absent" ? fields.domain.kind !== "absent" : type?.text !== "customJwt";
  });
  return !isOidc && readProviders(authConfig, null).some(isWorkosIssuer);
}

function oidcReads({ claimReads }: FunctionsFact): Map<string, ClaimRead[]> {
  const byClaim = new Map<string, ClaimRead[]>();
  for (const read of claimReads) {
    const raw = OIDC_NAMES[read.claim];
    if (raw === undefined || read.alternatives.includes(raw)) continue;
    byClaim.set(read.claim, [...(byClaim.get(read.claim) ?? []), read]);
  }
  return byClaim;
}

function misnamed(claim: string, reads: readonly ClaimRead[], severity: Severity, why: string): Shown {
  const [first] = reads;
  return shown({
    subject: claim,
    severity,
    location: first?.location ?? null,
    evidence: reads.map(({ quote, location }) => ({ kind: "project", quote, location })),
    detail: `${first?.quote ?? claim} is undefined${severity === "error" ? "" : " unless a JWT template names a claim so"}. ${why}: the token's name for it is ${OIDC_NAMES[claim] ?? claim}.`,
  });
}

const PROFILE = "packages/backend/convex/profile.ts";
const PICTURE_URL = { file: PROFILE, replace: "identity.picture", with: "identity.pictureUrl" };
const ISSUER = "https://api.workos.com/user_management/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "pictureUrl instead of picture",
    project: "nextjs-monorepo",
    edits: [PICTURE_URL],
    expect: [`warning custom-jwt-claim-names ${PROFILE}:8`],
  },
  {
    name: "an access decision reads emailVerified, which the token lacks",
    project: "nextjs-monorepo",
    edits: [
      {
        file: PROFILE,
        replace: "    if (identity === null) return null;\n",
        with: "    if (identity === null || identity.emailVerified !== true) return null;\n",
      },
    ],
    inputs: {
      tokens: [
        {
          claims: {
            iss: ISSUER,
            email_verified: true,
          },
        },
      ],
    },
    expect: [`error custom-jwt-claim-names ${PROFILE}:7`],
  },
  {
    name: "the JWT template names the claim so",
    project: "nextjs-monorepo",
    edits: [PICTURE_URL],
    inputs: {
      jwtTemplate: {
        text: '{ "email": "{{ user.email }}", "name": "{{ user.first_name }}", "pictureUrl": "{{ user.profile_picture_url }}" }',
      },
    },
    expect: [],
  },
  {
    name: "the code falls back to the token's name",
    project: "nextjs-monorepo",
    edits: [
      { file: PROFILE, replace: "identity.picture }", with: "identity.pictureUrl ?? identity.picture }" },
    ],
    expect: [],
  },
  {
    name: "an OIDC provider supplies it",
    project: "nextjs-monorepo",
    edits: [
      PICTURE_URL,
      {
        file: "packages/backend/convex/auth.config.ts",
        replace: "  providers: [\n",
        with: '  providers: [\n    { domain: "https://accounts.google.com", applicationID: "notes.apps.googleusercontent.com" },\n',
      },
    ],
    expect: [],
  },
];
