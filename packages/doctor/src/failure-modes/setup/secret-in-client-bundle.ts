import type { EnvironmentReadsFact } from "../../facts/environment-reads/environment-reads.ts";
import type { Variable } from "../../facts/environment/environment.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "secret-in-client-bundle",
  step: "setup",
  severity: "error",
  title: "A secret is on its way into the client's bundle",
  short: "Secret key in the client",
  symptoms: ["Anybody who opens the developer tools can read a key that begins with `sk_`."],
  errorTexts: ["API_KEY_LEAKED_TO_CLIENT"],
  explanation:
    "Whatever has the framework's public prefix (`VITE_`, `NEXT_PUBLIC_`, `EXPO_PUBLIC_`) becomes part of the JavaScript that every visitor downloads as soon as client code reads it, and so does every text in client code. " +
    "With a WorkOS API key anybody can read and delete users of that environment. The browser needs the client id only, which is public.",
  notAProblemWhen:
    "The value is a client id, a URL or another public value, or the key stands in server code: route handlers, server actions, Convex functions.",
  remedy: (_project, found) => [
    found !== null && OTHER_SECRET.test(found.subject)
      ? `Make a new ${ownName(found.subject)} (a cookie password: openssl rand -base64 32): this one has to be taken for read.`
      : "Rotate the key in the WorkOS dashboard (API keys): it has to be taken for read.",
    `Rename the variable so that it has no public prefix (${found !== null && OTHER_SECRET.test(found.subject) ? ownName(found.subject) : "WORKOS_API_KEY"}), and read it in server code or Convex functions only.`,
    "Build and deploy again; bundles that are already served still hold the old key.",
  ],
  sources: [
    "https://workos.com/docs/reference/api-keys",
    "https://vite.dev/guide/env-and-mode",
    "https://nextjs.org/docs/app/guides/environment-variables",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["environmentReads"],
      *find({ environmentReads }) {
        for (const { shown: key, side, location } of environmentReads.keysInSource) {
          if (side !== "client") continue;
          yield shown({
            subject: `${location.file} ${key}`,
            severity: "error",
            location,
            evidence: [{ kind: "project", quote: key, location }],
            detail: `The API key ${key} stands in client code.`,
          });
        }
      },
    }),
    detector({
      needs: ["environmentReads", "environment"],
      *find({ environmentReads, environment }, { stage }) {
        for (const variable of Object.values(environment.stages[stage].host.variables)) {
          const key = keyOf(variable) ?? otherSecretOf(variable);
          if (key === null || !isPublicName(variable.name, environmentReads)) continue;
          const read = environmentReads.reads.find(
            ({ name, side }) => name === variable.name && side === "client",
          );
          yield shown({
            subject: variable.name,
            severity: read === undefined ? "warning" : "error",
            location: variable.location,
            evidence: [
              { kind: "environment", quote: `${variable.name}=${key}`, location: variable.location },
              ...(read === undefined
                ? []
                : [
                    {
                      kind: "project" as const,
                      quote: `${read.object}.${read.name}`,
                      location: read.location,
                    },
                  ]),
            ],
            detail:
              read === undefined
                ? `${variable.name} holds ${whatIs(variable, key)} under a public prefix; the first client code that reads it publishes it.`
                : `${variable.name} holds ${whatIs(variable, key)}, and client code reads it.`,
          });
        }
      },
    }),
  ],
});

function keyOf({ value }: Variable): string | null {
  return value.kind === "secret" && value.apiKey !== null && !value.placeholder ? value.shown : null;
}

/** Secrets that no value gives away: by the names that WorkOS's SDKs and templates use. */
const OTHER_SECRET = /WORKOS_(?:COOKIE_PASSWORD|CLIENT_SECRET|WEBHOOK_SECRET)$/;

function otherSecretOf({ name, value }: Variable): string | null {
  return OTHER_SECRET.test(name) && value.kind === "secret" && !value.placeholder ? value.shown : null;
}

function whatIs(variable: Variable, shownAs: string): string {
  return keyOf(variable) === null ? "a secret" : `the API key ${shownAs}`;
}

/** The name without a prefix. */
function ownName(name: string): string {
  return name.replace(/^.*(?=WORKOS_)/, "");
}

function isPublicName(name: string, { publicPrefixes }: EnvironmentReadsFact): boolean {
  const prefixes = publicPrefixes ?? ["VITE_", "NEXT_PUBLIC_", "EXPO_PUBLIC_", "REACT_APP_", "BUN_PUBLIC_"];
  return prefixes.some((prefix) => prefix !== "" && name.startsWith(prefix));
}

const KEY = "sk_test_a2V5XzAxSkRFVlNQQTAwMDAwMDBC";

export const examples: Example[] = [
  {
    name: "the cookie password under a public prefix",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.local",
        replace: "NEXT_PUBLIC_CONVEX_URL=",
        with: "NEXT_PUBLIC_WORKOS_COOKIE_PASSWORD=K3v9xQ2mT7bL5wR8nZ4cF6hJ1pY0sDgA\nNEXT_PUBLIC_CONVEX_URL=",
      },
    ],
    expect: ["warning secret-in-client-bundle apps/web/.env.local:5"],
  },
  {
    name: "client code reads an API key under a public prefix",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: "VITE_WORKOS_REDIRECT_URI=",
        with: `VITE_WORKOS_API_KEY=${KEY}\nVITE_WORKOS_REDIRECT_URI=`,
      },
      {
        file: "src/main.tsx",
        replace: "createRoot(",
        with: "export const workosKey = import.meta.env.VITE_WORKOS_API_KEY;\n\ncreateRoot(",
      },
      { file: ".env.example", replace: "VITE_CONVEX_URL=", with: "VITE_WORKOS_API_KEY=\nVITE_CONVEX_URL=" },
    ],
    expect: ["error secret-in-client-bundle .env.local:4"],
  },
  {
    name: "such a variable is set, and nothing reads it",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.local",
        replace: "NEXT_PUBLIC_CONVEX_URL=",
        with: `NEXT_PUBLIC_WORKOS_API_KEY=${KEY}\nNEXT_PUBLIC_CONVEX_URL=`,
      },
    ],
    expect: ["warning secret-in-client-bundle apps/web/.env.local:5"],
  },
  {
    name: "an API key in client code",
    project: "vite-spa",
    edits: [
      {
        file: "src/home.tsx",
        replace: "export function Home()",
        with: `const workosKey = "${KEY}";\n\nexport function Home()`,
      },
    ],
    expect: ["error secret-in-client-bundle src/home.tsx:5"],
  },
  {
    name: "a public client id under a public prefix, a key on the server",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.local",
        replace: "NEXT_PUBLIC_CONVEX_URL=",
        with: "NEXT_PUBLIC_WORKOS_CLIENT_ID=client_01JDEV8Q4W3M5X7Z9K2B6N1C0V\nNEXT_PUBLIC_CONVEX_URL=",
      },
    ],
    expect: [],
  },
  {
    name: "a placeholder in client code",
    project: "vite-spa",
    edits: [
      {
        file: "src/home.tsx",
        replace: "export function Home()",
        with: `const workosHint = "sk_test_your_api_key_here";\n\nexport function Home()`,
      },
    ],
    expect: [],
  },
];
