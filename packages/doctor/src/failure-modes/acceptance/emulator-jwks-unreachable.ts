import { normalizeIssuer } from "@convex-authkit/core";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import {
  isWorkosIssuer,
  readProviders,
  type ProviderReading,
} from "../../facts/auth-config/workos-providers.ts";
import type { CliVariablesFact } from "../../facts/environment/deployment-variables.ts";
import type { SideVariables } from "../../facts/environment/environment.ts";
import { isUnreachableFromCloud } from "../../facts/environment/this-machine.ts";

export default failureMode({
  id: "emulator-jwks-unreachable",
  step: "acceptance",
  severity: "error",
  title: "A cloud deployment is told to fetch the keys from this machine",
  short: "JWKS on localhost",
  symptoms: [
    "Sign-in against the emulator works, and Convex refuses the token.",
    "The deployment's log says that it could not fetch the JWKS from localhost.",
  ],
  errorTexts: ["Could not fetch JWKS from URL 'http://localhost:4100/sso/jwks/client_…'"],
  explanation:
    "Convex fetches the keys from where the deployment runs. In Convex's cloud, `localhost` and addresses of a private network are not your machine and " +
    "cannot be reached. A `data:` URL with the keys inside works everywhere.",
  notAProblemWhen:
    "The deployment runs on the same machine (`npx convex dev --local`, or self-hosted), or the provider is an extra one for that case.",
  remedy: (project) => [
    `Put the emulator's keys into the jwks field of ${project.authConfig} as a data: URL, or use a local deployment.`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/advanced/custom-jwt"],
  appliesTo: {},
  testedWith: {},
  masks: ["jwks-url-wrong", "error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig", "environment", "cliVariables", "tokens"],
      *find({ authConfig, environment, cliVariables, tokens }, { stage }) {
        if (authConfig.state !== "evaluated" || authConfig.open) return;
        const { convex, host } = environment.stages[stage];
        const providers = readProviders(authConfig, convex);
        const local = providers.filter(hasUnreachableKeys);
        if (local.length === 0) return;
        const cloud = runsInCloud(host, stage === "development" ? cliVariables : null);
        if (cloud === null) {
          yield notChecked(
            `it is not in evidence where the ${stage} deployment runs (pass --host-env ${stage}=FILE with its Convex URL)`,
          );
        }
        if (cloud !== true) return;
        // Beside a provider with keys that can be fetched, a local one is an extra for developers: it breaks what uses it.
        const hasOther = providers.some((one) => !local.includes(one) && isWorkosIssuer(one));
        const issuers = tokens
          .filter((token) => token.stage === stage && token.issuer !== null)
          .map(({ issuer }) => normalizeIssuer(issuer ?? ""));
        for (const { provider, jwks, reading } of local) {
          if (jwks === null || (hasOther && !issuers.includes(reading?.normalized ?? ""))) continue;
          yield shown({
            subject: `${authConfig.file}#${provider.index}`,
            severity: "error",
            location: jwks.location,
            evidence: [{ kind: "project", quote: `jwks: ${jwks.text}`, location: jwks.location }],
            detail: `The ${stage} deployment runs in Convex's cloud, from where ${jwks.text} cannot be fetched.`,
          });
        }
      },
    }),
  ],
});

function hasUnreachableKeys({ provider, jwks }: ProviderReading): boolean {
  if (jwks === null || provider.conditional) return false;
  const host = /^https?:\/\/([^/?#]+)/i.exec(jwks.text)?.[1];
  return host !== undefined && isUnreachableFromCloud(host);
}

/**
 * Whether a stage's deployment runs in Convex's cloud: as the app's Convex URL says, or as the CLI chooses.
 *
 * @returns null when neither is in evidence, or it runs elsewhere under a name that does not tell
 */
function runsInCloud({ variables }: SideVariables, cli: CliVariablesFact | null): boolean | null {
  if (cli?.deployment === "dev") return true;
  if (cli !== null && cli.deployment !== null && cli.deployment !== "other") return false;
  const urls = Object.values(variables).flatMap(({ name, value }) =>
    /(?:^|_)CONVEX_URL$/.test(name) && value.kind === "public" ? [value.text] : [],
  );
  return urls.some((url) => /^https:\/\/[\w-]+(?:\.[\w-]+)?\.convex\.cloud\/?$/.test(url)) ? true : null;
}

const CONFIG = "packages/backend/convex/auth.config.ts";
const emulator = (providers: string): Example["edits"] => [
  {
    file: CONFIG,
    write: `import type { AuthConfig } from "convex/server";\n\nconst clientId = process.env.WORKOS_CLIENT_ID;\n\nexport default {\n  providers: [\n${providers}  ],\n} satisfies AuthConfig;\n`,
  },
];
const provider = (issuer: string, jwks: string): string =>
  `    {\n      type: "customJwt",\n      issuer: \`${issuer}/user_management/\${clientId}\`,\n      algorithm: "RS256",\n      jwks: "${jwks}",\n    },\n`;
const LOCAL = provider(
  "https://api.workos.com",
  "http://localhost:4100/sso/jwks/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
);
const INSIDE = provider("https://api.workos.com", "data:application/json;base64,eyJrZXlzIjpbXX0=");

export const examples: readonly Example[] = [
  {
    name: "a cloud deployment, and keys on the developer's machine",
    project: "nextjs-monorepo",
    edits: emulator(LOCAL),
    expect: [`error emulator-jwks-unreachable ${CONFIG}:11`],
  },
  {
    name: "the keys inside a data: URL",
    project: "nextjs-monorepo",
    edits: emulator(INSIDE),
    expect: [],
  },
  {
    name: "a local deployment",
    project: "nextjs-monorepo",
    edits: [
      ...emulator(LOCAL),
      {
        file: "apps/web/.env.local",
        replace: "https://quiet-otter-123.convex.cloud",
        with: "http://127.0.0.1:3210",
      },
    ],
    expect: [],
  },
  {
    name: "an extra provider for a local deployment, beside the right ones",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "  providers: [\n",
        with: `  providers: [\n${provider("http://localhost:4100", "http://localhost:4100/sso/jwks/client_01JDEV8Q4W3M5X7Z9K2B6N1C0V")}`,
      },
    ],
    expect: [],
  },
];
