import { normalizeIssuer, readIssuer, WORKOS_API_HOST } from "@convex-authkit/core";
import { detector, failureMode, refuted, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isWorkosIssuer, readProviders } from "../../facts/auth-config/workos-providers.ts";

export default failureMode({
  id: "custom-auth-domain-issuer",
  step: "acceptance",
  severity: "error",
  title: "Tokens come from a custom authentication API domain that no provider of the auth config names",
  short: "Custom domain's issuer missing",
  symptoms: [
    "Everybody is signed out in Convex since a custom authentication API domain was switched on.",
    "Development works, production refuses every token.",
  ],
  errorTexts: ["No auth provider found matching the given token"],
  explanation:
    "A custom authentication API domain replaces the host in the issuer: `https://auth.example.com/user_management/<client id>` instead of " +
    "`https://api.workos.com/user_management/<client id>`. Convex compares the whole issuer, so it needs a provider for the new one. A custom " +
    "domain for the hosted sign-in page alone changes nothing.",
  notAProblemWhen:
    "A provider for that issuer is configured, a token from it is accepted, or the host is an emulator on this machine.",
  remedy: (project, found) => [
    `Add a provider for the custom domain to ${project.authConfig} and keep the old ones until the last old token has expired${found === null ? "" : `: ${found.subject}`}.`,
    '{ type: "customJwt", issuer: `https://auth.example.com/user_management/${clientId}`, algorithm: "RS256", jwks: `https://auth.example.com/sso/jwks/${clientId}` }',
    project.push(),
  ],
  sources: [
    "https://workos.com/docs/custom-domains/auth-api",
    "https://github.com/get-convex/workos-authkit/issues/49",
    "https://github.com/get-convex/workos-authkit/pull/52",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig", "environment"],
      *find({ authConfig, environment }, target) {
        if (authConfig.state !== "evaluated" || authConfig.open) return;
        const { host, convex } = environment.stages[target.stage];
        const providers = readProviders(authConfig, convex);
        // Without a provider for WorkOS it is not WorkOS's token that Convex is meant to accept.
        if (!providers.some(isWorkosIssuer)) return;
        const issuers = providers.map(({ reading }) => reading);
        // An issuer that cannot be told may be the custom domain's.
        if (issuers.includes(null)) return;
        const configured = issuers.map((reading) => reading?.host ?? "");
        for (const variable of Object.values(host.variables)) {
          if (!/(?:^|_)WORKOS_API_HOSTNAME$/.test(variable.name) || variable.value.kind !== "public")
            continue;
          const name = variable.value.text.trim().toLowerCase();
          if (name === "" || name === WORKOS_API_HOST || isLocal(name)) continue;
          if (configured.some((one) => one === name || one.includes("${"))) continue;
          yield shown({
            subject: name,
            severity: "warning",
            location: variable.location,
            evidence: [
              { kind: "environment", quote: `${variable.name}=${name}`, location: variable.location },
            ],
            detail: `${variable.name} sends sign-in to ${name}, whose tokens carry an issuer on that host; no provider in ${authConfig.file} names it.`,
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
          if (token.issuer === null || token.verdict?.accepted !== false) continue;
          const { form, host, customHost } = readIssuer(token.issuer);
          if (form !== "user-management" || !customHost || host === null || isLocal(host)) continue;
          const providers = readProviders(authConfig, null);
          if (providers.some(({ reading }) => reading === null || reading.host === host)) continue;
          yield shown({
            subject: host,
            severity: "error",
            location: authConfig.location,
            evidence: [{ kind: "token", quote: `iss: ${token.issuer}`, location: null }],
            detail: `The token from ${token.label} was issued by ${normalizeIssuer(token.issuer)}, and no provider in ${authConfig.file} names ${host}.`,
          });
        }
      },
    }),
  ],
});

function isLocal(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\]|[^.]+\.localhost)(?::\d+)?$/.test(host);
}

const CUSTOM = `    // Production signs people in through its own authentication API domain.
    {
      type: "customJwt",
      issuer: \`https://auth.notes.example.com/user_management/\${clientId}\`,
      algorithm: "RS256",
      jwks: \`https://auth.notes.example.com/sso/jwks/\${clientId}\`,
    },
`;
const PROD = "client_01JPRD8Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "the provider for the custom domain was forgotten",
    project: "vite-spa",
    edits: [{ file: "convex/auth.config.ts", replace: CUSTOM, with: "" }],
    expect: ["warning custom-auth-domain-issuer .env.production:4"],
  },
  {
    name: "a token from the custom domain proves it",
    project: "vite-spa",
    edits: [{ file: "convex/auth.config.ts", replace: CUSTOM, with: "" }],
    inputs: {
      convexEnv: { production: `WORKOS_CLIENT_ID=${PROD}` },
      tokens: [
        { stage: "production", claims: { iss: `https://auth.notes.example.com/user_management/${PROD}` } },
      ],
    },
    expect: ["error custom-auth-domain-issuer convex/auth.config.ts:6"],
  },
  {
    name: "an emulator on this machine",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: "CONVEX_DEPLOYMENT",
        with: "VITE_WORKOS_API_HOSTNAME=localhost\nCONVEX_DEPLOYMENT",
      },
    ],
    expect: [],
  },
];
