import { detector, failureMode, refuted, shown, type Shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { neverIssued, type NeverIssued } from "../../facts/auth-config/never-issued.ts";
import { fieldText, type FieldText } from "../../facts/auth-config/provider-text.ts";
import {
  isOwnIssuer,
  isWorkosIssuer,
  readProviders,
  type ProviderReading,
} from "../../facts/auth-config/workos-providers.ts";
import { normalizeIssuer, readIssuer } from "@convex-authkit/core";

export default failureMode({
  id: "second-provider-missing",
  step: "acceptance",
  severity: "error",
  title: "No provider of the auth config matches the issuer of AuthKit's tokens",
  short: "Provider for the issuer missing",
  symptoms: [
    "People sign in at WorkOS and stay signed out in Convex.",
    "Sign-in works for some people or in some environments and not in others.",
  ],
  errorTexts: [
    "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [CustomJWT(issuer=https://api.workos.com/, app_id=client_…)]",
    "No auth provider found matching the given token",
  ],
  explanation:
    "WorkOS environments created since mid-2025 issue tokens whose `iss` is `https://api.workos.com/user_management/<client id>` and " +
    "which carry no `aud`. Older ones issue the API origin `https://api.workos.com`, which Convex accepts only with an " +
    "`applicationID` that the token's `aud` has to contain. An auth config with only the shared issuer therefore refuses every " +
    "login of a newer environment. With both providers either kind works:\n\n" +
    "```ts\n" +
    "const clientId = process.env.WORKOS_CLIENT_ID;\n\n" +
    "export default {\n" +
    "  providers: [\n" +
    "    {\n" +
    '      type: "customJwt",\n' +
    '      issuer: "https://api.workos.com/",\n' +
    '      algorithm: "RS256",\n' +
    "      applicationID: clientId,\n" +
    "      jwks: `https://api.workos.com/sso/jwks/${clientId}`,\n" +
    "    },\n" +
    "    {\n" +
    '      type: "customJwt",\n' +
    "      issuer: `https://api.workos.com/user_management/${clientId}`,\n" +
    '      algorithm: "RS256",\n' +
    "      jwks: `https://api.workos.com/sso/jwks/${clientId}`,\n" +
    "    },\n" +
    "  ],\n" +
    "};\n" +
    "```",
  notAProblemWhen:
    "Only the user_management provider is configured and the environment issues that form: that works. A token that a configured " +
    "provider accepts withdraws the finding, custom issuers included. A slash at the end of an issuer never matters: Convex trims it.",
  remedy: (project, found) => [
    // Where a provider is misspelt the quotation is its issuer: nothing has to be added.
    found?.evidence.some(({ quote }) => quote.startsWith("issuer: ")) === true
      ? `Correct that issuer in ${project.authConfig}; a provider without applicationID needs`
      : `Add a second customJwt provider to ${project.authConfig}: algorithm and jwks as in the first, no applicationID, and`,
    "issuer: `https://api.workos.com/user_management/${clientId}`,",
    project.push(),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit",
    "https://github.com/workos/authkit-tanstack-start/issues/45",
    "https://github.com/workos/authkit-nextjs/pull/476",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig"],
      *find({ authConfig }) {
        if (authConfig.state !== "evaluated" || authConfig.open) return;
        const providers = readProviders(authConfig, null);
        const dead = providers.flatMap((one) => {
          const never = neverIssued(one);
          return never === null ? [] : [{ ...one, never }];
        });
        const live = providers.filter((one) => neverIssued(one) === null);
        if (providers.some(couldBeAnything)) return;
        if (live.some(isOwnIssuer)) {
          yield* dead.map(deadBesideLive);
          return;
        }
        // It is there as an OIDC provider: provider-type-mixup.
        if (authConfig.providers.some(({ fields }) => isOwnDomain(fieldText(fields.domain, null)))) return;
        const [misspelt] = dead;
        if (misspelt !== undefined) {
          yield shownDead(misspelt, authConfig.file);
          return;
        }
        const [first] = providers.filter(isWorkosIssuer);
        if (first === undefined) return;
        // Beside the shared issuer a custom domain's issuer may be the one that this environment's tokens carry.
        if (providers.some(({ reading }) => reading?.form === "unknown-api-path")) return;
        yield shown({
          subject: authConfig.file,
          severity: "error",
          location: first.provider.location,
          evidence: [
            {
              kind: "project",
              quote: `the only WorkOS issuer is ${first.issuer?.text ?? ""}`,
              location: first.issuer?.location ?? first.provider.location,
            },
          ],
          detail: `Only ${first.issuer?.text ?? "the shared issuer"} is configured; environments created since mid-2025 issue https://api.workos.com/user_management/<client id>.`,
        });
      },
    }),
    detector({
      needs: ["authConfig", "tokens"],
      *find({ authConfig, tokens }, target) {
        if (authConfig.state !== "evaluated") return;
        for (const token of tokens.filter(({ stage }) => stage === target.stage)) {
          const { verdict, issuer, label } = token;
          if (verdict === null || issuer === null) continue;
          if (verdict.accepted === true) {
            yield refuted(null, `A provider accepts the token from ${label}.`);
            continue;
          }
          if (authConfig.open || verdict.accepted !== false || verdict.failedAt !== "no-provider") continue;
          const form = readIssuer(issuer).form;
          if (form !== "user-management" && form !== "api-origin" && form !== "sso" && form !== "convex")
            continue;
          const providers = readProviders(authConfig, null);
          const sameForm = providers.filter(({ reading }) => reading === null || reading.form === form);
          // The form is there with another client id or audience: other failure modes name that.
          if (sameForm.length > 0 || new URL(normalizeIssuer(issuer)).host !== "api.workos.com") continue;
          yield shown({
            subject: authConfig.file,
            severity: "error",
            location: authConfig.location,
            evidence: [{ kind: "token", quote: `iss: ${issuer}`, location: null }],
            detail: `The token from ${label} carries the issuer ${issuer}, and no provider has an issuer of that form.`,
          });
        }
      },
    }),
  ],
});

/** A provider with an issuer that no token carries. */
type DeadProvider = ProviderReading & { never: NeverIssued };

function shownDead(one: DeadProvider, file: string): Shown {
  return shown({
    subject: file,
    severity: one.never.isCertain ? "error" : "warning",
    confidence: one.never.isCertain ? "certain" : "likely",
    ...placeOf(one),
    detail: `The issuer ${one.issuer?.text ?? ""} ${one.never.why}. No token carries it; AuthKit's carry https://api.workos.com/user_management/<client id>.`,
  });
}

/** The other provider is there, so only environments that issue what this one was meant for are locked out. */
function deadBesideLive(one: DeadProvider): Shown {
  return shown({
    subject: `${one.provider.location.file}#${one.provider.index}`,
    severity: "note",
    confidence: one.never.isCertain ? "certain" : "likely",
    ...placeOf(one),
    detail: `The issuer ${one.issuer?.text ?? ""} ${one.never.why}, so this provider accepts nobody; the other one still does.`,
  });
}

function placeOf({ issuer, provider }: DeadProvider): Pick<Shown, "location" | "evidence"> {
  const location = issuer?.location ?? provider.location;
  return { location, evidence: [{ kind: "project", quote: `issuer: ${issuer?.text ?? ""}`, location }] };
}

/** Whether a provider's issuer could not be evaluated, or stands in a variable as a whole. */
function couldBeAnything({ issuer, reading }: ProviderReading): boolean {
  return reading === null || (issuer?.complete === false && reading.form === "elsewhere");
}

function isOwnDomain(domain: FieldText | null): boolean {
  return domain !== null && ["user-management", "sso", "convex"].includes(readIssuer(domain.text).form);
}

const USER_MANAGEMENT = `    {
      type: "customJwt",
      issuer: \`https://api.workos.com/user_management/\${clientId}\`,
      algorithm: "RS256",
      jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,
    },
`;

const SHARED = `    {
      type: "customJwt",
      issuer: "https://api.workos.com/",
      algorithm: "RS256",
      applicationID: clientId,
      jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,
    },
`;

const CONFIG = "packages/backend/convex/auth.config.ts";

export const examples: readonly Example[] = [
  {
    name: "only the shared issuer is configured",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: USER_MANAGEMENT, with: "" }],
    expect: [`error second-provider-missing ${CONFIG}:7`],
  },
  {
    name: "a misspelt path in the issuer of the second provider",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: "/user_management/", with: "/user_managment/" }],
    expect: [`error second-provider-missing ${CONFIG}:16`],
  },
  {
    name: "more path behind the client id",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "user_management/${clientId}`",
        with: "user_management/${clientId}/oauth`",
      },
    ],
    expect: [`error second-provider-missing ${CONFIG}:16`],
  },
  {
    name: "plain quotes around a template string",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "issuer: `https://api.workos.com/user_management/${clientId}`",
        with: 'issuer: "https://api.workos.com/user_management/${clientId}"',
      },
    ],
    expect: [`error second-provider-missing ${CONFIG}:16`],
  },
  {
    name: "a host that looks misspelt may be an own one",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: "workos.com/user_management", with: "workos.co/user_management" }],
    expect: [`warning second-provider-missing ${CONFIG}:16 (likely)`],
  },
  {
    name: "a misspelt shared issuer beside the other provider",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: '"https://api.workos.com/"', with: '"http://api.workos.com/"' }],
    expect: [`note second-provider-missing ${CONFIG}:9`],
  },
  {
    name: "a custom authentication API domain",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "https://api.workos.com/user_management",
        with: "https://auth.example.com/user_management",
      },
    ],
    expect: [],
  },
  {
    name: "a path that a variable holds",
    project: "nextjs-monorepo",
    edits: [
      { file: CONFIG, replace: "user_management/${clientId}`", with: "${process.env.WORKOS_ISSUER_PATH}`" },
    ],
    expect: [],
  },
  {
    name: "a token carries the shared issuer and only user_management is configured",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: SHARED, with: "" }],
    inputs: { tokens: [{ claims: { iss: "https://api.workos.com" } }] },
    expect: [`error second-provider-missing ${CONFIG}:6`],
  },
  {
    name: "only user_management is configured, which works",
    project: "nextjs-monorepo",
    edits: [{ file: CONFIG, replace: SHARED, with: "" }],
    expect: [],
  },
  {
    name: "user_management comes first and the issuers end with slashes",
    project: "nextjs-monorepo",
    edits: [
      { file: CONFIG, replace: SHARED + USER_MANAGEMENT, with: USER_MANAGEMENT + SHARED },
      {
        file: CONFIG,
        replace: "user_management/${clientId}`",
        with: "user_management/${clientId}///`",
      },
    ],
    expect: [],
  },
  {
    name: "the second issuer is a variable of the deployment",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "issuer: `https://api.workos.com/user_management/${clientId}`",
        with: "issuer: process.env.WORKOS_ISSUER",
      },
    ],
    expect: [],
  },
  {
    name: "the providers come from a helper function of another file",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex/workos.ts",
        write:
          'const origin = "https://api.workos.com";\n\nexport function workosProvider(path: string, applicationID?: string) {\n  return {\n    type: "customJwt" as const,\n    issuer: `${origin}${path}`,\n    algorithm: "RS256" as const,\n    jwks: `${origin}/sso/jwks/${process.env.WORKOS_CLIENT_ID}`,\n    ...(applicationID === undefined ? {} : { applicationID }),\n  };\n}\n',
      },
      {
        file: CONFIG,
        write:
          'import { workosProvider } from "./workos";\n\nconst clientId = process.env.WORKOS_CLIENT_ID!;\n\nexport default {\n  providers: [workosProvider("/", clientId), workosProvider(`/user_management/${clientId}`)],\n};\n',
      },
    ],
    expect: [],
  },
];
