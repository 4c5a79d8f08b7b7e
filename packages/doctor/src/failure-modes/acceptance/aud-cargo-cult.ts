import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { templateAudience } from "../../facts/auth-config/audience-demands.ts";
import { readProviders } from "../../facts/auth-config/workos-providers.ts";
import type { AuthConfigFact } from "../../facts/auth-config/auth-config.ts";

export default failureMode({
  id: "aud-cargo-cult",
  step: "acceptance",
  severity: "note",
  title: "An audience was added to the token that no provider checks",
  short: "Audience nobody checks",
  symptoms: ["Hours went into adding an `aud` claim, and Convex still refuses the token."],
  errorTexts: ["Missing aud claim", "the JWT is missing the aud claim, which Convex requires"],
  explanation:
    "Convex looks at `aud` only where the provider that matches the issuer sets `applicationID`. On the user_management issuer none is " +
    "needed, so an `aud` there is harmless and mends nothing. The one case in which it matters is the shared issuer " +
    "`https://api.workos.com`, which Convex accepts only with `applicationID`.",
  notAProblemWhen: "The claim is meant for somebody else who reads the token. It does no harm.",
  remedy: () => [
    "Leave `aud` alone and look at the first broken step of the chain instead.",
    "If the token's issuer is https://api.workos.com, keep it: there it is needed.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/266",
    "https://docs.convex.dev/auth/advanced/custom-jwt",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["authConfig", "tokens"],
      *find({ authConfig, tokens }, target) {
        if (asksForAudience(authConfig)) return;
        for (const token of tokens.filter(({ stage }) => stage === target.stage)) {
          if (token.audience.length === 0) continue;
          yield shown({
            subject: "aud",
            severity: "note",
            location: null,
            evidence: [{ kind: "token", quote: `aud: ${token.audience.join(", ")}`, location: null }],
            detail: `The token from ${token.label} carries an audience, and no provider in ${authConfig.file} sets applicationID.`,
          });
        }
      },
    }),
    detector({
      needs: ["authConfig", "jwtTemplates"],
      *find({ authConfig, jwtTemplates }, target) {
        if (asksForAudience(authConfig)) return;
        for (const template of jwtTemplates.filter(({ stage }) => stage === null || stage === target.stage)) {
          if ((templateAudience(template) ?? []).length === 0) continue;
          yield shown({
            subject: "aud",
            severity: "note",
            location: null,
            evidence: [{ kind: "token", quote: `aud in ${template.file}`, location: null }],
            detail: `The JWT template ${template.file} adds an audience, and no provider in ${authConfig.file} sets applicationID.`,
          });
        }
      },
    }),
  ],
});

/** Whether any provider checks the audience, or may do so. */
function asksForAudience(authConfig: AuthConfigFact): boolean {
  if (authConfig.state !== "evaluated" || authConfig.open) return true;
  const oidc = authConfig.providers.length > readProviders(authConfig, null).length;
  return oidc || readProviders(authConfig, null).some(({ applicationID }) => applicationID.kind !== "absent");
}

const CONFIG = "packages/backend/convex/auth.config.ts";
const SHARED = `    {
      type: "customJwt",
      issuer: "https://api.workos.com/",
      algorithm: "RS256",
      applicationID: clientId,
      jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,
    },
`;
/** What the right projects read. */
const PROFILE_CLAIMS =
  '"name": "{{ user.first_name }}", "email": "{{ user.email }}", "picture": "{{ user.profile_picture_url }}"';
const DEV = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
const ISSUER = `https://api.workos.com/user_management/${DEV}`;

export const examples: readonly Example[] = [
  {
    name: "a token with an audience that no provider checks",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: SHARED, with: "" }],
    inputs: { tokens: [{ stage: "development", claims: { iss: ISSUER, aud: DEV } }] },
    expect: ["note aud-cargo-cult -"],
  },
  {
    name: "a template that adds an audience which no provider checks",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: SHARED, with: "" }],
    inputs: { jwtTemplate: { text: `{ "aud": "${DEV}", ${PROFILE_CLAIMS} }` } },
    expect: ["note aud-cargo-cult -"],
  },
  {
    name: "the shared issuer checks the audience",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { jwtTemplate: { text: `{ "aud": "${DEV}", ${PROFILE_CLAIMS} }` } },
    expect: [],
  },
  {
    name: "a token without an audience, which is right",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: SHARED, with: "" }],
    inputs: { tokens: [{ stage: "development", claims: { iss: ISSUER } }] },
    expect: [],
  },
];
