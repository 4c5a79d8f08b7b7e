import { readClientId, readIssuer } from "@convex-authkit/core";
import {
  detector,
  failureMode,
  notChecked,
  refuted,
  shown,
  type Evidence,
  type Shown,
} from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { AuthConfigFact } from "../../facts/auth-config/auth-config.ts";
import { readProviders } from "../../facts/auth-config/workos-providers.ts";
import type { SideVariables, Variable } from "../../facts/environment/environment.ts";

export default failureMode({
  id: "convex-client-id-wrong-env",
  step: "acceptance",
  severity: "error",
  title: "The Convex deployment has another WorkOS client id than the app",
  short: "Client ids of app and Convex differ",
  symptoms: [
    "It works in development, and production never becomes authenticated.",
    "People sign in at WorkOS and stay signed out in Convex.",
  ],
  errorTexts: ["No auth provider found matching the given token", "NoAuthProvider"],
  explanation:
    "Every WorkOS environment has its own client id, and it is part of the issuer and of the JWKS URL. The app signs in with the client " +
    "id of its host's variables; Convex compares with the one on the deployment. If they belong to different environments, WorkOS signs " +
    "people in and Convex refuses every token.",
  notAProblemWhen:
    "The other client id is itself the client id of a configured provider. Development and production having different ids is right: " +
    "what has to agree is host and Convex of the same stage.",
  remedy: (project, found) => [
    "Take the client id of this stage's WorkOS environment (the one the app signs in with, if that is right) to the deployment:",
    project.convexEnvSet("WORKOS_CLIENT_ID", appsClientId(found) ?? "client_…"),
    "It takes effect at once, without a push. Set the same id on the host of this stage and rebuild the front end, which has it baked in.",
    project.convex("env list"),
  ],
  sources: ["https://docs.convex.dev/auth/authkit/troubleshooting", "https://docs.convex.dev/auth/debug"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig", "environment"],
      *find({ authConfig, environment }, target) {
        const { convex, host } = environment.stages[target.stage];
        const names = clientIdNames(authConfig);
        const onHost = clientIdVariables(host);
        if (names.length === 0 || onHost.length === 0) return;
        const known = names.map((name) => convex.variables[name]).filter((it) => it !== undefined);
        if (known.length === 0) {
          if (!convex.complete) yield notChecked(convex.because);
          return;
        }
        const accepted = acceptedClientIds(authConfig, convex);
        // A provider whose client id cannot be told may be the one that accepts the app's tokens.
        if (accepted === null) return;
        for (const variable of onHost) {
          const id = publicText(variable);
          const [deployed] = known;
          if (id === null || deployed === undefined || accepted.has(id)) continue;
          if (publicText(deployed) === null) continue;
          yield shown({
            subject: `${variable.name}`,
            severity: "error",
            location: variable.location,
            evidence: [asEvidence(variable, "host"), asEvidence(deployed, "Convex")],
            detail: `The app signs in with ${id} (${variable.name}), the deployment accepts ${[...accepted].join(", ")} (${deployed.name}).`,
          });
        }
      },
    }),
    detector({
      needs: ["authConfig", "environment", "tokens"],
      *find({ authConfig, environment, tokens }, target) {
        const { convex } = environment.stages[target.stage];
        for (const token of tokens.filter(({ stage }) => stage === target.stage)) {
          if (token.verdict?.accepted === true)
            yield refuted(null, `A provider accepts the token from ${token.label}.`);
          if (token.issuer === null) continue;
          const { clientId } = readIssuer(token.issuer);
          const accepted = acceptedClientIds(authConfig, convex);
          if (clientId === null || accepted === null || accepted.size === 0 || accepted.has(clientId))
            continue;
          if ([...accepted].some((id) => id.includes("${"))) {
            if (!convex.complete) yield notChecked(convex.because);
            continue;
          }
          yield shown({
            subject: `token ${token.label}`,
            severity: "error",
            location: authConfig.location,
            evidence: [{ kind: "token", quote: `iss: ${token.issuer}`, location: null }],
            detail: `The token from ${token.label} was issued for ${clientId}; the deployment accepts ${[...accepted].join(", ")}.`,
          });
        }
      },
    }),
  ],
});

/** The client id that the app of this case signs in with, where its variable is part of the evidence. */
function appsClientId(found: Shown | null): string | null {
  const onHost = found?.evidence.find(({ quote }) => quote.endsWith("(host)"));
  return /=(client_\w+) /.exec(onHost?.quote ?? "")?.[1] ?? null;
}

/** Variables whose value is the client id in an issuer or JWKS URL of the auth config. */
function clientIdNames(authConfig: AuthConfigFact): string[] {
  const names = readProviders(authConfig, null).flatMap(({ reading, jwks, issuer }) =>
    reading === null || reading.form === "elsewhere"
      ? []
      : [...(issuer?.environment ?? []), ...(jwks?.environment ?? [])].filter((name) =>
          /CLIENT_?ID/i.test(name),
        ),
  );
  return [...new Set(names)];
}

/** Client ids of the WorkOS issuers that are configured; null when one of the providers cannot be told. */
function acceptedClientIds(authConfig: AuthConfigFact, convex: SideVariables): Set<string> | null {
  if (authConfig.state !== "evaluated" || authConfig.open) return null;
  const ids = new Set<string>();
  for (const { reading, applicationID } of readProviders(authConfig, convex)) {
    if (reading === null) return null;
    if (reading.clientId !== null) ids.add(reading.clientId);
    if (reading.form === "api-origin" && applicationID.kind === "text") ids.add(applicationID.value.text);
  }
  return ids;
}

/**
 * The client id the app signs in with, under any of the names that SDKs and templates use. Where a name with the
 * prefix of client code is set, that is the one the browser signs in with.
 */
function clientIdVariables(host: SideVariables): Variable[] {
  const all = Object.values(host.variables).filter((variable) => {
    if (!/^(?:[A-Z]+_)*WORKOS_CLIENT_ID$/.test(variable.name)) return false;
    const text = publicText(variable);
    return text !== null && ["well-formed", "unusual"].includes(readClientId(text).kind);
  });
  const inClient = all.filter(({ name }) => /^(?:VITE|NEXT_PUBLIC|EXPO_PUBLIC|PUBLIC)_/.test(name));
  return inClient.length > 0 ? inClient : all;
}

function publicText(variable: Variable): string | null {
  return variable.value.kind === "public" ? variable.value.text : null;
}

function asEvidence(variable: Variable, side: string): Evidence {
  return {
    kind: "environment",
    quote: `${variable.name}=${publicText(variable) ?? ""} (${side})`,
    location: variable.location,
  };
}

const DEV = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
const PROD = "client_01JPRD8Q4W3M5X7Z9K2B6N1C0V";

export const examples: readonly Example[] = [
  {
    name: "production's deployment still has the development id",
    project: "vite-spa",
    edits: [],
    inputs: { convexEnv: { production: `WORKOS_CLIENT_ID=${DEV}` } },
    expect: ["error convex-client-id-wrong-env .env.production:2"],
  },
  {
    name: "each stage has its own id on both sides",
    project: "vite-spa",
    edits: [],
    inputs: {
      convexEnv: { development: `WORKOS_CLIENT_ID=${DEV}`, production: `WORKOS_CLIENT_ID=${PROD}` },
    },
    expect: [],
  },
  {
    name: "a production token of the development environment",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      convexEnv: { production: `WORKOS_CLIENT_ID=${PROD}` },
      tokens: [{ stage: "production", claims: { iss: `https://api.workos.com/user_management/${DEV}` } }],
    },
    expect: ["error convex-client-id-wrong-env packages/backend/convex/auth.config.ts:6"],
  },
  {
    name: "the other client id is a configured provider of its own",
    project: "vite-spa",
    edits: [
      {
        file: "convex/auth.config.ts",
        replace: "    // Production signs",
        with: '    {\n      type: "customJwt",\n      issuer: `https://api.workos.com/user_management/${process.env.APP_CLIENT_ID}`,\n      algorithm: "RS256",\n      jwks: `https://api.workos.com/sso/jwks/${process.env.APP_CLIENT_ID}`,\n    },\n    // Production signs',
      },
    ],
    inputs: { convexEnv: { production: `WORKOS_CLIENT_ID=${DEV}\nAPP_CLIENT_ID=${PROD}` } },
    expect: [],
  },
];
