import { detector, failureMode, refuted, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { audienceDemands, templateAudience } from "../../facts/auth-config/audience-demands.ts";

export default failureMode({
  id: "application-id-not-client-id",
  step: "acceptance",
  severity: "error",
  title: "The applicationID of a WorkOS provider is not a WorkOS client id",
  short: "applicationID is not the client id",
  symptoms: ["Tokens with the right issuer are skipped: people stay signed out in Convex."],
  errorTexts: ["No auth provider found matching the given token", "app_id=convex"],
  explanation:
    "`applicationID` is the audience that Convex looks for in the token's `aud`. Other identity providers are set up with a name such as " +
    "`convex` there; a WorkOS token carries an `aud` only if a JWT template adds it, and then usually the client id.",
  notAProblemWhen: "The environment's JWT template adds exactly this value as `aud`.",
  remedy: (project) => [
    `In ${project.authConfig}, use the client id (\`applicationID: process.env.WORKOS_CLIENT_ID\`) on the shared issuer, and no applicationID on the user_management issuer.`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/authkit", "https://docs.convex.dev/auth/advanced/custom-jwt"],
  appliesTo: {},
  testedWith: {},
  masks: ["application-id-on-user-management-provider", "error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig"],
      *find({ authConfig }) {
        for (const demand of audienceDemands(authConfig, { sharedIssuer: true })) {
          if (demand.isClientId) continue;
          yield shown({
            subject: demand.subject,
            severity: "warning",
            location: demand.location,
            evidence: [
              {
                kind: "project",
                quote: `applicationID: "${demand.applicationID}"`,
                location: demand.location,
              },
            ],
            detail: `The provider for ${demand.issuer} demands the audience "${demand.applicationID}", which is no WorkOS client id.`,
          });
        }
      },
    }),
    detector({
      needs: ["authConfig", "tokens"],
      *find({ authConfig, tokens }, target) {
        for (const token of tokens.filter(({ stage }) => stage === target.stage)) {
          for (const demand of audienceDemands(authConfig, { sharedIssuer: true })) {
            if (demand.isClientId || !demand.isFor(token.issuer)) continue;
            if (token.audience.includes(demand.applicationID)) {
              yield refuted(demand.subject, `The token from ${token.label} carries the audience.`);
            } else if (token.verdict?.accepted === false) {
              yield shown({
                subject: demand.subject,
                severity: "error",
                location: demand.location,
                evidence: [
                  {
                    kind: "token",
                    quote: `aud: ${JSON.stringify(token.claims["aud"] ?? null)}`,
                    location: null,
                  },
                ],
                detail: `The token from ${token.label} does not carry the audience "${demand.applicationID}".`,
              });
            }
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
          for (const demand of audienceDemands(authConfig, { sharedIssuer: true })) {
            if (demand.isClientId) continue;
            if (audience.includes(demand.applicationID) || audience.some((value) => value === null)) {
              yield refuted(demand.subject, `The JWT template ${template.file} adds the audience.`);
              continue;
            }
            yield shown({
              subject: demand.subject,
              severity: "error",
              location: demand.location,
              evidence: [
                {
                  kind: "token",
                  quote: `aud: ${JSON.stringify(audience)} in ${template.file}`,
                  location: null,
                },
              ],
              detail: `The JWT template ${template.file} does not add the audience "${demand.applicationID}".`,
            });
          }
        }
      },
    }),
  ],
});

const CONFIG = "packages/backend/convex/auth.config.ts";
/** What the right projects read. */
const PROFILE_CLAIMS =
  '"name": "{{ user.first_name }}", "email": "{{ user.email }}", "picture": "{{ user.profile_picture_url }}"';
const DEV = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
const NAMED_CONVEX = {
  file: CONFIG,
  replace: "      issuer: `https://api.workos.com/user_management/${clientId}`,\n",
  with: '      issuer: `https://api.workos.com/user_management/${clientId}`,\n      applicationID: "convex",\n',
};

export const examples: readonly Example[] = [
  {
    name: 'applicationID is "convex"',
    project: "nextjs-monorepo",
    edits: [NAMED_CONVEX],
    expect: [`warning application-id-not-client-id ${CONFIG}:17`],
  },
  {
    name: "a token without that audience proves it",
    project: "nextjs-monorepo",
    edits: [NAMED_CONVEX],
    inputs: {
      convexEnv: { development: `WORKOS_CLIENT_ID=${DEV}` },
      tokens: [{ stage: "development", claims: { iss: `https://api.workos.com/user_management/${DEV}` } }],
    },
    expect: [`error application-id-not-client-id ${CONFIG}:17`],
  },
  {
    name: "a JWT template without that audience proves it",
    project: "nextjs-monorepo",
    edits: [NAMED_CONVEX],
    inputs: { jwtTemplate: { text: `{ "aud": "${DEV}", ${PROFILE_CLAIMS} }` } },
    expect: [`error application-id-not-client-id ${CONFIG}:17`],
  },
  {
    name: "a JWT template adds it",
    project: "nextjs-monorepo",
    edits: [NAMED_CONVEX],
    inputs: { jwtTemplate: { text: `{ "aud": "convex", ${PROFILE_CLAIMS} }` } },
    expect: [],
  },
  {
    name: "another identity provider whose audience is a name",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "  providers: [\n",
        with: '  providers: [\n    { domain: process.env.CONVEX_SITE_URL!, applicationID: "convex" },\n',
      },
    ],
    expect: [],
  },
];
