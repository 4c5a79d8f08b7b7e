import { detector, failureMode, refuted, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { audienceDemands, templateAudience } from "../../facts/auth-config/audience-demands.ts";

export default failureMode({
  id: "application-id-on-user-management-provider",
  step: "acceptance",
  severity: "error",
  title:
    "The user_management provider has an applicationID, so Convex demands an audience that AuthKit's tokens lack",
  short: "applicationID on user_management",
  symptoms: [
    "People sign in at WorkOS and stay signed out in Convex, although issuer and client id are right.",
    "`getUserIdentity()` returns null for everybody.",
  ],
  errorTexts: [
    "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [CustomJWT(issuer=https://api.workos.com/, app_id=client_…), CustomJWT(issuer=https://api.workos.com/user_management/client_…, app_id=client_…)]",
    "No auth provider found matching the given token",
  ],
  explanation:
    "`applicationID` makes Convex skip the provider unless the token's `aud` contains that value. AuthKit's access tokens carry no `aud` " +
    "unless a JWT template adds one. The user_management issuer already names one client id, so the audience is not needed there; it is " +
    "needed only on the shared issuer `https://api.workos.com/`.",
  notAProblemWhen:
    'The environment\'s JWT template adds `"aud"` with that value, or the same issuer stands there a second time without `applicationID`.',
  remedy: (project) => [
    `Delete \`applicationID\` from the user_management provider in ${project.authConfig}. Keep it on the shared issuer.`,
    project.push(),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit",
    "https://github.com/workos/template-convex-nextjs-authkit/issues/13",
    "https://github.com/workos/authkit-nextjs/issues/266",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig"],
      *find({ authConfig }) {
        for (const demand of audienceDemands(authConfig)) {
          if (!demand.isClientId) continue;
          yield shown({
            subject: demand.subject,
            severity: "warning",
            location: demand.location,
            evidence: [
              { kind: "project", quote: `applicationID: ${demand.applicationID}`, location: demand.location },
            ],
            detail: `The provider for ${demand.issuer} demands the audience ${demand.applicationID}, which AuthKit's tokens carry only if a JWT template adds it.`,
          });
        }
      },
    }),
    detector({
      needs: ["authConfig", "tokens"],
      *find({ authConfig, tokens }, target) {
        for (const token of tokens.filter(({ stage }) => stage === target.stage)) {
          if (token.verdict?.accepted === true)
            yield refuted(null, `A provider accepts the token from ${token.label}.`);
          for (const demand of audienceDemands(authConfig)) {
            if (!demand.isClientId || !demand.isFor(token.issuer) || token.verdict?.accepted !== false)
              continue;
            if (token.audience.length > 0) continue;
            yield shown({
              subject: demand.subject,
              severity: "error",
              location: demand.location,
              evidence: [{ kind: "token", quote: `iss: ${token.issuer ?? ""}, no aud`, location: null }],
              detail: `The token from ${token.label} has no aud, and the provider for its issuer demands ${demand.applicationID}.`,
            });
          }
        }
      },
    }),
    detector({
      needs: ["authConfig", "jwtTemplates"],
      *find({ authConfig, jwtTemplates }, target) {
        for (const template of jwtTemplates.filter(({ stage }) => stage === null || stage === target.stage)) {
          const audience = templateAudience(template);
          if (audience === null) continue;
          for (const demand of audienceDemands(authConfig)) {
            if (!demand.isClientId) continue;
            if (audience.length > 0) {
              yield refuted(demand.subject, `The JWT template ${template.file} adds an audience.`);
              continue;
            }
            yield shown({
              subject: demand.subject,
              severity: "error",
              location: demand.location,
              evidence: [{ kind: "token", quote: `${template.file} adds no aud`, location: null }],
              detail: `The JWT template ${template.file} adds no aud, and the provider for ${demand.issuer} demands ${demand.applicationID}.`,
            });
          }
        }
      },
    }),
  ],
});

const CONFIG = "packages/backend/convex/auth.config.ts";
const WITH_APPLICATION_ID = {
  file: CONFIG,
  replace: "      issuer: `https://api.workos.com/user_management/${clientId}`,\n",
  with: "      issuer: `https://api.workos.com/user_management/${clientId}`,\n      applicationID: clientId,\n",
};
/** What the right projects read. */
const PROFILE_CLAIMS =
  '"name": "{{ user.first_name }}", "email": "{{ user.email }}", "picture": "{{ user.profile_picture_url }}"';
const DEV = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
const ISSUER = `https://api.workos.com/user_management/${DEV}`;

export const examples: readonly Example[] = [
  {
    name: "from source alone",
    project: "nextjs-monorepo",
    edits: [WITH_APPLICATION_ID],
    expect: [`warning application-id-on-user-management-provider ${CONFIG}:17`],
  },
  {
    name: "with a token that has no audience",
    project: "nextjs-monorepo",
    edits: [WITH_APPLICATION_ID],
    inputs: {
      convexEnv: { development: `WORKOS_CLIENT_ID=${DEV}` },
      tokens: [{ stage: "development", claims: { iss: ISSUER } }],
    },
    expect: [`error application-id-on-user-management-provider ${CONFIG}:17`],
  },
  {
    name: "with a JWT template that adds no audience",
    project: "nextjs-monorepo",
    edits: [WITH_APPLICATION_ID],
    inputs: { jwtTemplate: { text: `{ ${PROFILE_CLAIMS} }` } },
    expect: [`error application-id-on-user-management-provider ${CONFIG}:17`],
  },
  {
    name: "withdrawn by a JWT template that adds the audience",
    project: "nextjs-monorepo",
    edits: [WITH_APPLICATION_ID],
    inputs: { jwtTemplate: { text: `{ "aud": "${DEV}", ${PROFILE_CLAIMS} }` } },
    expect: [],
  },
  {
    name: "the same issuer a second time, without applicationID",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace:
          '    {\n      type: "customJwt",\n      issuer: `https://api.workos.com/user_management/${clientId}`,\n',
        with: '    {\n      type: "customJwt",\n      issuer: `https://api.workos.com/user_management/${clientId}`,\n      algorithm: "RS256",\n      applicationID: clientId,\n      jwks: `https://api.workos.com/sso/jwks/${clientId}`,\n    },\n    {\n      type: "customJwt",\n      issuer: `https://api.workos.com/user_management/${clientId}`,\n',
      },
    ],
    expect: [],
  },
];
