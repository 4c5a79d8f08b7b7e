import { envLocal } from "../project-commands.ts";
import { COOKIE_PASSWORD_MIN_LENGTH } from "@convex-authkit/core";
import { isKnownUnset, type SideVariables, type Variable } from "../../facts/environment/environment.ts";
import type { Location } from "../../facts/location.ts";
import type { App, WorkspaceFact } from "../../facts/workspace/workspace.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

const NAME = "WORKOS_COOKIE_PASSWORD";

export default failureMode({
  id: "cookie-password-bad",
  step: "session",
  severity: "error",
  title: "The password of the session cookie is missing, too short or published",
  short: "Bad cookie password",
  symptoms: [
    "Every page answers with status 500.",
    "People are signed out without a message, or the callback fails.",
  ],
  errorTexts: [
    "You must provide a valid cookie password that is at least 32 characters in the environment variables.",
    "iron-session: Bad usage. Password must be at least 32 characters long.",
  ],
  explanation:
    "AuthKit's server SDKs seal the session into a cookie with WORKOS_COOKIE_PASSWORD, and refuse to start with fewer than 32 characters. A password that stands in documentation or in an example file is known to everybody: " +
    "with it anybody can make a valid session cookie. Where two hosts share a cookie domain and have different passwords, each takes the other's cookie for broken and deletes it, without an error.",
  notAProblemWhen:
    "It has 32 characters or more from a random source (`openssl rand -base64 24` gives exactly 32), or the stage's variables are not in evidence. Stages should have different passwords.",
  remedy: (project) => [
    "openssl rand -base64 32",
    project.stage === "development"
      ? `Put the result into ${envLocal(project)} as ${NAME}, in single quotes, and restart the dev server.`
      : `Set the result as ${NAME} on the host for ${project.stage}, the same on every host that shares the cookie domain, and deploy again. Everybody has to sign in once more.`,
    "Avoid `$` in it: Next.js and Vite expand what follows.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/blob/main/src/session.ts",
    "https://github.com/vvo/iron-session",
    "https://docs.convex.dev/auth/authkit",
  ],
  appliesTo: { frameworks: ["nextjs", "tanstack-start", "react-router", "remix"] },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["workspace", "environment", "environmentReads"],
      *find({ workspace, environment, environmentReads }, { app, stage }) {
        if (!sealsCookies(appOf(workspace, app)) || environmentReads.cookiePasswordOption) return;
        const { host } = environment.stages[stage];
        const variable = host.variables[NAME];
        if (variable === undefined && !isKnownUnset(host, NAME)) {
          if (!host.complete) yield notChecked(host.because);
          return;
        }
        if (variable?.value.kind === "unknown") {
          yield notChecked(`the value of ${NAME} is not in evidence`);
          return;
        }
        if (variable !== undefined && isOfTemplate(variable, host)) {
          yield notChecked(
            `${variable.location.file} holds placeholders only, and what stands in for it is not in evidence`,
          );
          return;
        }
        const wrong = variable === undefined ? "is missing" : whatIsWrong(variable);
        if (wrong === null) return;
        // What a name that no file holds expands to is not in evidence.
        const isGuess = variable !== undefined && variable.unresolved.length > 0;
        const location = variable?.location ?? placeOfWorkos(host);
        yield shown({
          subject: NAME,
          severity: isGuess ? "warning" : "error",
          confidence: isGuess ? "likely" : "certain",
          location,
          evidence: [
            {
              kind: "environment",
              quote:
                variable?.value.kind === "secret" ? `${NAME}=${variable.value.shown}` : `${NAME} is not set`,
              location,
            },
          ],
          detail: `${NAME} ${wrong} in the ${stage} variables of the app.`,
        });
      },
    }),
    detector({
      needs: ["environment"],
      *find({ environment }, { stage }) {
        const shared = environment.sharedCookieDomain[stage];
        const own = environment.stages[stage].host.variables[NAME];
        if (shared === null || own?.value.kind !== "secret") return;
        for (const { app, password } of shared.others) {
          if (password.value.kind !== "secret" || password.value.fingerprint === own.value.fingerprint)
            continue;
          yield shown({
            subject: `cookie domain ${shared.domain}`,
            severity: "warning",
            location: own.location,
            evidence: [
              { kind: "environment", quote: `${NAME}=${own.value.shown}`, location: own.location },
              { kind: "environment", quote: `${NAME}=${password.value.shown}`, location: password.location },
            ],
            detail: `The apps share the cookie domain ${shared.domain} with ${app === "" ? "the root" : app}, and their cookie passwords differ.`,
          });
        }
      },
    }),
  ],
});

function appOf({ apps }: WorkspaceFact, dir: string | null): App | undefined {
  return apps.find((app) => app.dir === dir);
}

function sealsCookies(app: App | undefined): boolean {
  return (
    app?.authkit.some((name) => /authkit-(?:nextjs|tanstack-react-start|react-router|remix)$/.test(name)) ===
    true
  );
}

function whatIsWrong({ value, expanded }: Variable): string | null {
  if (value.kind === "public") return value.text === "" ? "is empty" : null;
  if (value.kind !== "secret") return null;
  if (value.placeholder) return "is a published placeholder";
  if (value.length >= COOKIE_PASSWORD_MIN_LENGTH) return null;
  const because = expanded ? ", after the framework expanded a `$` in it," : "";
  return `has ${value.length} characters${because} instead of at least ${COOKIE_PASSWORD_MIN_LENGTH}`;
}

/**
 * Whether a placeholder stands in a file that is shared and not filled in, its API key a placeholder too: a `.env`
 * with which a repository shows what to set. The file of one machine is taken at its word.
 */
function isOfTemplate({ value, location }: Variable, { variables }: SideVariables): boolean {
  if (value.kind !== "secret" || !value.placeholder || location.file.endsWith(".local")) return false;
  const key = variables["WORKOS_API_KEY"];
  return key?.value.kind === "secret" && key.value.placeholder && key.location.file === location.file;
}

/** The line beside which the missing one belongs. */
function placeOfWorkos({ variables }: SideVariables): Location | null {
  return (variables["WORKOS_API_KEY"] ?? variables["WORKOS_CLIENT_ID"])?.location ?? null;
}

const PASSWORD = "q3vX8n2LrT6yB9wKe5JmZ1hPd7SgUf4C";

/** A second app of the monorepo, as small as one can be. */
const ADMIN_APP = [
  {
    file: "apps/admin/package.json",
    write: `{
  "name": "admin",
  "private": true,
  "scripts": { "dev": "next dev" },
  "dependencies": {
    "@notes/backend": "*",
    "@workos-inc/authkit-nextjs": "^4.3.2",
    "convex": "^1.48.0",
    "next": "^16.4.6",
    "react": "^19.2.0"
  }
}
`,
  },
  {
    file: "apps/admin/src/app/callback/route.ts",
    write: 'import { handleAuth } from "@workos-inc/authkit-nextjs";\n\nexport const GET = handleAuth();\n',
  },
  {
    file: "apps/admin/src/app/page.tsx",
    write: "export default function AdminPage() {\n  return <h1>Admin</h1>;\n}\n",
  },
];

export const examples: Example[] = [
  {
    name: "31 characters",
    project: "nextjs-monorepo",
    edits: [{ file: "apps/web/.env.local", replace: PASSWORD, with: PASSWORD.slice(1) }],
    expect: ["error cookie-password-bad apps/web/.env.local:3"],
  },
  {
    name: "a published placeholder that is long enough",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.local",
        replace: PASSWORD,
        with: "your_secure_password_here_must_be_at_least_32_characters_long",
      },
    ],
    expect: ["error cookie-password-bad apps/web/.env.local:3"],
  },
  {
    name: "a shared .env that shows what to set, and holds nothing but placeholders",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/.env.local", remove: true },
      {
        file: "apps/web/.env",
        write:
          "WORKOS_API_KEY=your-workos-api-key\nWORKOS_COOKIE_PASSWORD=your-very-secure-cookie-password-here\nNEXT_PUBLIC_WORKOS_REDIRECT_URI=http://localhost:3000/callback\n",
      },
    ],
    expect: [],
  },
  {
    name: "a shared file with a real API key beside a published placeholder",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/.env.local", remove: true },
      {
        file: "apps/web/.env.development",
        write:
          "WORKOS_API_KEY=sk_test_a2V5XzAxSERFVjBST0ROT1RFUw\nWORKOS_COOKIE_PASSWORD=your-very-secure-cookie-password-here\nNEXT_PUBLIC_WORKOS_REDIRECT_URI=http://localhost:3000/callback\n",
      },
    ],
    expect: ["error cookie-password-bad apps/web/.env.development:2"],
  },
  {
    name: "missing from the host's production variables",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      hostEnv: {
        production:
          "WORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\nWORKOS_API_KEY=sk_live_a2V5XzAxSlBST0ROT1RFUw\nNEXT_PUBLIC_CONVEX_URL=https://calm-otter-987.convex.cloud\n",
      },
    },
    expect: ["error cookie-password-bad host-production.env:2"],
  },
  {
    name: "Next.js expands a part of it away",
    project: "nextjs-monorepo",
    edits: [{ file: "apps/web/.env.local", replace: PASSWORD, with: "q3vX8n2LrT6yB9wKe5JmZ1$hPd7SgUf4C" }],
    expect: ["warning cookie-password-bad apps/web/.env.local:3 (likely)"],
  },
  {
    name: "two apps on one cookie domain with different passwords",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.production",
        write:
          "WORKOS_COOKIE_DOMAIN=.notes.example.com\nWORKOS_COOKIE_PASSWORD=u8Rz4Kf1Wq7Tn3Yb9Xc6Vm2Lp5Hd0JsE\n",
      },
      ...ADMIN_APP,
      {
        file: "apps/admin/.env.production",
        write:
          "WORKOS_COOKIE_DOMAIN=notes.example.com\nWORKOS_COOKIE_PASSWORD=d5Yn9Lk2Pw6Sx3Gb8Vq1Zt7Hm4Rc0JfU\n",
      },
    ],
    expect: ["warning cookie-password-bad apps/admin/.env.production:2"],
  },
  {
    name: "openssl rand -base64 24 gives exactly 32 characters",
    project: "nextjs-monorepo",
    edits: [{ file: "apps/web/.env.local", replace: PASSWORD, with: "kT3+vB9/xQ2mNc7LpR5sWd8Yh1JfGz4u" }],
    expect: [],
  },
  {
    name: "the stage's variables are unknown",
    project: "nextjs-monorepo",
    edits: [{ file: "apps/web/.env.local", remove: true }],
    expect: [],
  },
  {
    name: "an example file has a placeholder, as it should",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/.env.example",
        replace: "WORKOS_COOKIE_PASSWORD=\n",
        with: "WORKOS_COOKIE_PASSWORD=a-32-character-or-longer-random-string\n",
      },
    ],
    expect: [],
  },
];
