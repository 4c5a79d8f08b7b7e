import { readClientId, readJwksUrl } from "@convex-authkit/core";
import { detector, failureMode, shown, type Shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { SideVariables } from "../../facts/environment/environment.ts";
import { hostSlip, isWrittenPlaceholder } from "../../facts/auth-config/never-issued.ts";
import {
  isWorkosIssuer,
  readProviders,
  type ProviderReading,
} from "../../facts/auth-config/workos-providers.ts";

export default failureMode({
  id: "jwks-url-wrong",
  step: "acceptance",
  severity: "error",
  title: "Convex finds no keys at the provider's JWKS URL",
  short: "JWKS URL wrong",
  symptoms: [
    "Convex refuses every token although issuer and audience are right.",
    "The logs of the deployment mention JWKS.",
  ],
  errorTexts: [
    "Could not fetch JWKS from URL 'https://api.workos.com/sso/jwks/undefined': HTTP 404 Not Found. Check that the URL is correct and accessible.",
    "Invalid JWKS response body from",
    "Invalid Content-Type 'text/html' when fetching JWKS from",
    "Could not decode token. The JWT's 'kid' (key ID) header is",
  ],
  explanation:
    "Convex fetches the keys that sign the tokens from the provider's `jwks` URL and does not check that URL when it is pushed. WorkOS " +
    "publishes them at `https://api.workos.com/sso/jwks/<client id>`; a custom authentication API domain serves them too. Another path, an " +
    "empty client id, the text `undefined`, or the keys of another environment leave Convex without the key of the token.",
  notAProblemWhen:
    "The URL is a `data:` URL, lies on a custom authentication API domain, is an AuthKit domain's `/oauth2/jwks` under that domain's own " +
    "issuer, or the app itself serves the keys.",
  remedy: (project, found) =>
    found?.evidence[0]?.kind === "environment"
      ? [project.convexEnvSet("WORKOS_CLIENT_ID", "client_…")]
      : [
          `In ${project.authConfig}, with the client id of the issuer beside it and in backticks:`,
          "jwks: `https://api.workos.com/sso/jwks/${clientId}`,",
          project.push(),
        ],
  sources: ["https://docs.convex.dev/auth/authkit", "https://docs.convex.dev/auth/advanced/custom-jwt"],
  appliesTo: {},
  testedWith: {},
  masks: ["error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig"],
      *find({ authConfig }) {
        if (authConfig.state !== "evaluated") return;
        for (const one of readProviders(authConfig, null)) yield* judgeJwks(one, authConfig.file);
      },
    }),
    detector({
      needs: ["authConfig", "environment"],
      *find({ authConfig, environment }, target) {
        if (authConfig.state !== "evaluated") return;
        for (const one of readProviders(authConfig, environment.stages[target.stage].convex)) {
          if (one.jwks === null || one.jwks.environment.length === 0) continue;
          yield* judgeJwks(one, authConfig.file);
          yield* judgeKeys(one, authConfig.file, environment.stages[target.stage].convex);
        }
      },
    }),
  ],
});

function* judgeJwks(one: ProviderReading, file: string): Generator<Shown> {
  const { jwks, reading, provider } = one;
  if (jwks === null || !isWorkosIssuer(one)) return;
  const url = readJwksUrl(jwks.text);
  // Where the URL begins with a variable, its host is not in evidence.
  if (jwks.text.startsWith("${")) return;
  const slip = url.host === null ? null : hostSlip(url.host);
  const problem = isWrittenPlaceholder(provider.fields.jwks)
    ? "has the characters ${…} in it: only a template string in backticks puts a value there."
    : slip?.isCertain === true
      ? `${slip.why}.`
      : problemOf(url.form, url.clientId, url.exact);
  const base = {
    subject: `${file}#${provider.index}`,
    location: jwks.location,
    evidence: [{ kind: "project" as const, quote: `jwks: ${jwks.text}`, location: jwks.location }],
  };
  if (problem !== null) {
    yield shown({ ...base, severity: "error", detail: `${jwks.text} ${problem}` });
    return;
  }
  if (slip !== null) {
    yield shown({ ...base, severity: "warning", confidence: "likely", detail: `${jwks.text} ${slip.why}.` });
    return;
  }
  const issued = reading?.clientId ?? null;
  if (url.form === "workos" && url.clientId !== null && issued !== null && issued !== url.clientId) {
    // Two variables may hold the same id; that cannot be told until their values are in evidence.
    if (issued.includes("${") || url.clientId.includes("${")) return;
    yield shown({
      ...base,
      severity: "warning",
      detail: `The keys are those of ${url.clientId}, the issuer names ${issued}.`,
    });
  }
}

/** An API key pasted where the client id belongs: secret, so that the URL is never put together with it. */
function* judgeKeys(one: ProviderReading, file: string, convex: SideVariables): Generator<Shown> {
  if (one.jwks === null || !isWorkosIssuer(one)) return;
  for (const name of one.jwks.environment) {
    const variable = convex.variables[name];
    if (variable?.value.kind !== "secret" || variable.value.apiKey === null) continue;
    yield shown({
      subject: `${file} ${name}`,
      severity: "error",
      location: variable.location,
      evidence: [
        { kind: "environment", quote: `${name}=${variable.value.shown}`, location: variable.location },
      ],
      detail: `${name} of the deployment holds an API key (${variable.value.shown}), where the client id belongs.`,
    });
  }
}

function problemOf(form: string, clientId: string | null, exact: boolean): string | null {
  if (form === "not-a-url") return "is no URL.";
  if (form === "wrong-workos-path") {
    return "is not where WorkOS publishes the keys: https://api.workos.com/sso/jwks/<client id>.";
  }
  if (form === "authkit-oauth2") {
    return "holds the keys of Connect, MCP and machine-to-machine tokens, not those of AuthKit sessions.";
  }
  if (form !== "workos" || clientId === null) return null;
  const kind = readClientId(decodeText(clientId)).kind;
  if (kind === "undefined-text" || kind === "empty") return "has no client id in it.";
  if (kind === "placeholder") return "has a placeholder where the client id belongs.";
  if (kind === "other" && OTHER_ID.test(clientId)) return "names something else than a client id.";
  if (kind === "blemished") return "has quotes or white space around the client id.";
  return exact ? null : "has quotes, white space or doubled slashes in it.";
}

/** Ids of other things at WorkOS that stand beside the client id in its dashboard. */
const OTHER_ID = /^(?:project|org|environment|user|conn|app|key)_[0-9A-Za-z]{10,}$/;

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const CONFIG = "packages/backend/convex/auth.config.ts";
const SECOND =
  '      issuer: `https://api.workos.com/user_management/${clientId}`,\n      algorithm: "RS256",\n';
const SECOND_JWKS = `${SECOND}      jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,\n`;

export const examples: readonly Example[] = [
  {
    name: "a path where no keys are",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: SECOND_JWKS,
        with: `${SECOND}      jwks: \`https://api.workos.com/jwks/\${clientId}\`,\n`,
      },
    ],
    expect: [`error jwks-url-wrong ${CONFIG}:18`],
  },
  {
    name: "another host of WorkOS",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: SECOND_JWKS,
        with: `${SECOND}      jwks: \`https://auth.workos.com/sso/jwks/\${clientId}\`,\n`,
      },
    ],
    expect: [`error jwks-url-wrong ${CONFIG}:18`],
  },
  {
    name: "a host that looks misspelt",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: SECOND_JWKS,
        with: `${SECOND}      jwks: \`https://api.workos.co/sso/jwks/\${clientId}\`,\n`,
      },
    ],
    expect: [`warning jwks-url-wrong ${CONFIG}:18 (likely)`],
  },
  {
    name: "plain quotes around a template string",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: SECOND_JWKS,
        with: `${SECOND}      jwks: "https://api.workos.com/sso/jwks/\${clientId}",\n`,
      },
    ],
    expect: [`error jwks-url-wrong ${CONFIG}:18`],
  },
  {
    name: "the keys of Connect tokens beside the session issuer",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: SECOND_JWKS,
        with: `${SECOND}      jwks: "https://notes.authkit.app/oauth2/jwks",\n`,
      },
    ],
    expect: [`error jwks-url-wrong ${CONFIG}:18`],
  },
  {
    name: "the deployment's client id is the text undefined",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=undefined" } },
    expect: [`error jwks-url-wrong ${CONFIG}:12`, `error jwks-url-wrong ${CONFIG}:18`],
  },
  {
    name: "the deployment holds an API key where the client id belongs",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=sk_live_a2V5XzAxSkRFVlNQQTAwMDAwMDBC" } },
    expect: ["error jwks-url-wrong convex-production.env:1"],
  },
  {
    name: "the deployment holds the id of a project",
    project: "nextjs-monorepo",
    edits: [],
    inputs: { convexEnv: { production: "WORKOS_CLIENT_ID=project_01JDEV8Q4W3M5X7Z9K2B6N1C0V" } },
    expect: [`error jwks-url-wrong ${CONFIG}:12`, `error jwks-url-wrong ${CONFIG}:18`],
  },
  {
    name: "a Connect issuer with its own keys",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: "  providers: [\n",
        with: '  providers: [\n    {\n      type: "customJwt",\n      issuer: "https://notes.authkit.app",\n      algorithm: "RS256",\n      jwks: "https://notes.authkit.app/oauth2/jwks",\n    },\n',
      },
    ],
    expect: [],
  },
  {
    name: "the keys inside a data: URL",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: SECOND_JWKS,
        with: `${SECOND}      jwks: "data:application/json;base64,eyJrZXlzIjpbXX0=",\n`,
      },
    ],
    expect: [],
  },
  {
    name: "the deployment serves the keys itself, at an address that Convex fills in",
    project: "nextjs-monorepo",
    edits: [
      {
        file: CONFIG,
        replace: SECOND_JWKS,
        with: `${SECOND}      jwks: \`\${process.env.CONVEX_SITE_URL}/keys\`,\n`,
      },
    ],
    expect: [],
  },
];
