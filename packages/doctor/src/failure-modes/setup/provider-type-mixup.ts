import { normalizeIssuer, readIssuer } from "@convex-authkit/core";
import { detector, failureMode, refuted, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { templateAudience } from "../../facts/auth-config/audience-demands.ts";
import type { AuthConfigFact } from "../../facts/auth-config/auth-config.ts";
import { fieldText, type FieldText } from "../../facts/auth-config/provider-text.ts";
import { pushAnswers } from "../../facts/auth-config/push-answer.ts";
import { readProviders } from "../../facts/auth-config/workos-providers.ts";
import type { SideVariables } from "../../facts/environment/environment.ts";

export default failureMode({
  id: "provider-type-mixup",
  step: "setup",
  severity: "error",
  title: "A provider mixes the fields of customJwt and OIDC",
  short: "Provider fields mixed up",
  symptoms: [
    "`npx convex dev` or `npx convex deploy` stops with a message about the list of provider credentials.",
    "Or the push works, and the provider never matches a token.",
  ],
  errorTexts: [
    "is a customJwt so cannot have a 'domain' specified",
    "is oidc so cannot have an 'issuer' specified.",
    "has unexpected 'type' value",
    "data did not match any variant of untagged enum SerializedAuthInfo",
    'missing field "domain"',
  ],
  explanation:
    'A provider of `type: "customJwt"` has `issuer`, `jwks` and `algorithm`; an OIDC provider has `domain` and `applicationID` and no type. When a field is missing, Convex says only that the data matches no variant and does not name it. AuthKit\'s tokens need customJwt: they carry no audience for OIDC to compare.',
  notAProblemWhen:
    "The OIDC provider belongs to another identity provider, or to Convex Auth itself (`CONVEX_SITE_URL`).",
  remedy: (project) => [
    `Write the provider in ${project.authConfig} as { type: "customJwt", issuer, jwks, algorithm: "RS256" }.`,
    project.push(),
  ],
  sources: [
    "https://github.com/get-convex/convex-backend/issues/75",
    "https://docs.convex.dev/auth/advanced/custom-jwt",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["auth-config-not-deployed"],
  detectors: [
    detector({
      needs: ["authConfig", "deploymentVariables"],
      *find({ authConfig, deploymentVariables }, { stage }) {
        for (const { said, index, location } of pushAnswers(authConfig, deploymentVariables[stage]).errors) {
          if (said.failureMode !== "provider-type-mixup") continue;
          yield shown({
            subject: `${authConfig.file}#${index}`,
            severity: "error",
            location,
            evidence: [
              { kind: "project", quote: `provider ${index}: ${said.field ?? "no object"}`, location },
            ],
            detail: `${said.explanation} The push is refused.`,
          });
        }
      },
    }),
    detector({
      needs: ["authConfig", "deploymentVariables"],
      *find({ authConfig, deploymentVariables }, { stage }) {
        for (const { index, domain } of oidcForWorkos(authConfig, deploymentVariables[stage])) {
          yield shown({
            subject: `${authConfig.file}#${index}`,
            severity: "warning",
            location: domain.location,
            evidence: [{ kind: "project", quote: `domain: ${domain.text}`, location: domain.location }],
            detail: `The provider of ${domain.text} is an OIDC provider, which accepts only tokens with its applicationID as aud; AuthKit's have no aud unless a JWT template adds it.`,
          });
        }
      },
    }),
    detector({
      needs: ["authConfig", "deploymentVariables", "jwtTemplates"],
      *find({ authConfig, deploymentVariables, jwtTemplates }, { stage }) {
        for (const template of jwtTemplates.filter((it) => it.stage === null || it.stage === stage)) {
          if ((templateAudience(template) ?? []).length === 0) continue;
          for (const { index } of oidcForWorkos(authConfig, deploymentVariables[stage]))
            yield refuted(
              `${authConfig.file}#${index}`,
              `The JWT template ${template.file} adds an audience.`,
            );
        }
      },
    }),
  ],
});

/**
 * OIDC providers for an issuer of session tokens, where no customJwt provider takes those tokens. One that is there
 * under a condition only counts where all others are of that kind too: whichever of them are there, none takes them.
 */
function oidcForWorkos(
  authConfig: AuthConfigFact,
  variables: SideVariables,
): { index: number; domain: FieldText }[] {
  if (authConfig.state !== "evaluated" || authConfig.open) return [];
  const custom = readProviders(authConfig, variables);
  const found = authConfig.providers.flatMap(({ index, fields, conditional }) => {
    const { type, domain } = fields;
    const isOidc = type.kind === "absent" || fieldText(type, variables)?.text === "oidc";
    const text = fieldText(domain, variables);
    if (!isOidc || text === null || fields.issuer.kind !== "absent") return [];
    if (fields.applicationID.kind !== "text") return [];
    const isOfSessions = ["user-management", "sso", "convex", "api-origin"].includes(
      readIssuer(text.text).form,
    );
    const isTaken = custom.some(
      ({ reading }) => reading === null || reading.normalized === normalizeIssuer(text.text),
    );
    return isOfSessions && !isTaken ? [{ index, domain: text, conditional }] : [];
  });
  const isAll = found.length === authConfig.providers.length;
  return found.filter(({ conditional }) => isAll || !conditional);
}

const CONFIG = "packages/backend/convex/auth.config.ts";
const ISSUER = "      issuer: `https://api.workos.com/user_management/${clientId}`,\n";
const OWN = `    {
      type: "customJwt",
${ISSUER}      algorithm: "RS256",
      jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,
    },
`;
const OIDC = `    {
      domain: \`https://api.workos.com/user_management/\${clientId}\`,
      applicationID: clientId,
    },
`;

const ONLY_OIDC = `const clientId = process.env.WORKOS_CLIENT_ID;

const authConfig = {
  providers:
    clientId !== undefined
      ? [
          { domain: "https://api.workos.com", applicationID: clientId },
          { domain: \`https://api.workos.com/user_management/\${clientId}\`, applicationID: clientId },
        ]
      : [],
};

export default authConfig;
`;

export const examples: readonly Example[] = [
  {
    name: "domain in place of issuer",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: ISSUER, with: ISSUER.replace("issuer:", "domain:") }],
    expect: [`error provider-type-mixup ${CONFIG}:16`],
  },
  {
    name: "the type is missing",
    project: "vite-spa",
    edits: [
      {
        file: "convex/auth.config.ts",
        replace: '      type: "customJwt",\n      issuer: `https://auth.notes',
        with: "      issuer: `https://auth.notes",
      },
    ],
    expect: [
      "error provider-type-mixup convex/auth.config.ts:21",
      "warning custom-auth-domain-issuer .env.production:4",
    ],
  },
  {
    name: "a field that Convex does not name is missing",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: `${ISSUER}      algorithm: "RS256",\n`, with: ISSUER }],
    expect: [`error provider-type-mixup ${CONFIG}:14`],
  },
  {
    name: "an OIDC provider for the issuer of session tokens",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: OWN, with: OIDC }],
    expect: [`warning provider-type-mixup ${CONFIG}:15`],
  },
  {
    name: "an OIDC provider, and a JWT template that adds its audience",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: OWN, with: OIDC }],
    inputs: {
      jwtTemplate: {
        text: '{ "aud": "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V", "name": {{ user.first_name }}, "email": {{ user.email }}, "picture": {{ user.profile_picture_url }} }',
      },
    },
    expect: [],
  },
  {
    name: "an OIDC provider beside a customJwt provider of the same issuer",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: OWN, with: OIDC + OWN }],
    expect: [],
  },
  {
    name: "OIDC providers of others, Convex Auth among them",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: OWN,
        with: `${OWN}    { domain: process.env.CONVEX_SITE_URL, applicationID: "convex" },\n    { type: "oidc", domain: "https://dev-1234.us.auth0.com", applicationID: "spa" },\n`,
      },
    ],
    expect: [],
  },
  {
    name: "nothing but OIDC providers for WorkOS, present once the client id is set",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, write: ONLY_OIDC }],
    expect: [`warning provider-type-mixup ${CONFIG}:7`, `warning provider-type-mixup ${CONFIG}:8`],
  },
  {
    name: "an OIDC provider for WorkOS under a condition, beside the customJwt providers of another branch",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: OWN,
        with: `    ...(process.env.OLD_LOGIN ? [{ domain: "https://api.workos.com", applicationID: clientId }] : []),\n${OWN}`,
      },
    ],
    expect: [],
  },
];
