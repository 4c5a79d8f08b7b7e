import { judgeRedirectUri, nearestRedirectUris } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { AuthKitSection } from "../../facts/convex-json/convex-json.ts";
import type { RegisteredUri, SentRedirectUri } from "../../facts/redirect-uris/redirect-uris.ts";
import { isRegistered, onlyHostVariable } from "../../facts/redirect-uris/registered-uris.ts";
import type { Stage } from "../../facts/stage.ts";

export default failureMode({
  id: "redirect-uri-mismatch",
  step: "sign-in",
  severity: "error",
  title: "The app sends a redirect URI that WorkOS will refuse",
  short: "Redirect URI not registered",
  symptoms: [
    "Clicking Sign in leads to an error page of WorkOS instead of the login.",
    "Sign-in works in one environment and not in the other.",
  ],
  errorTexts: [
    "https://error.workos.com/redirect-uri-invalid",
    "https://error.workos.com/sso/redirect-uri-invalid",
    "This is not a valid redirect URI",
  ],
  explanation:
    "WorkOS compares the redirect URI character by character with the list of the environment: scheme, host, port, path, a slash at the end, " +
    "`www.`, `localhost` against `127.0.0.1`. One that is not on the list ends on an error page, and nothing comes back to the app.\n\n" +
    "A production environment takes neither `http` nor `localhost`; `http://127.0.0.1` is the one exception. A wildcard is possible in the " +
    "leftmost label of a domain of your own, not on `vercel.app` or `netlify.app`.\n\n" +
    "Where convex.json has a section for the stage, the Convex CLI registers what that section names.",
  notAProblemWhen:
    "The URI was registered by hand in the dashboard: then convex.json need not name it, and the warning can be ignored. Where convex.json " +
    "has no section for the stage nothing is said.",
  remedy: (project) => [
    "Register exactly the URI that the app sends.",
    `Add it to redirectUris of the stage's section in ${project.convexJson}, or in the WorkOS dashboard under Redirects.`,
    project.push(),
  ],
  sources: [
    "https://workos.com/docs/sso/redirect-uris",
    "https://docs.convex.dev/auth/authkit/auto-provision",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["redirectUris", "convexJson"],
      *find({ redirectUris, convexJson }, target) {
        const section = convexJson.authKit?.stages[target.stage];
        for (const uri of redirectUris.stages[target.stage].sent) {
          const problem = impossible(uri, target.stage, section);
          if (problem === undefined) continue;
          yield shown({
            subject: uri.text,
            severity: "error",
            location: uri.location,
            evidence: [evidenceOf(uri)],
            detail: `${target.stage === "production" ? "Production" : "The app"} sends ${uri.text}: ${problem}`,
          });
        }
      },
    }),
    detector({
      needs: ["redirectUris"],
      *find({ redirectUris }, target) {
        const registered = redirectUris.registered[target.stage];
        if (registered === null) return;
        for (const uri of redirectUris.stages[target.stage].sent) {
          // Which of the preview's names is used is a failure mode of its own.
          const isPreviewName = onlyHostVariable(uri.text) !== null || /\*|%2a/i.test(uri.text);
          if (target.stage === "preview" && isPreviewName) continue;
          // So is an SPA that names none.
          if (uri.from === "default") continue;
          if (isRegistered(uri, registered) !== "no") continue;
          yield shown({
            subject: uri.text,
            severity: "warning",
            location: uri.location,
            evidence: [
              evidenceOf(uri),
              ...registered.map(({ text, location }) => ({
                kind: "project" as const,
                quote: text ?? "",
                location,
              })),
            ],
            detail: absentDetail(uri, registered, target.stage),
          });
        }
      },
    }),
  ],
});

/** Why WorkOS will never take a URI in its stage; undefined where it may. */
function impossible(
  uri: SentRedirectUri,
  stage: Stage,
  section: AuthKitSection | undefined,
): string | undefined {
  if (stage !== "production" || uri.variables.length > 0 || isFromSharedFile(uri)) return undefined;
  if (section !== undefined && section.environmentType !== null && section.environmentType !== "production") {
    return undefined;
  }
  const problems = judgeRedirectUri(uri.text, { environment: "production", role: "sent" });
  return problems.find(
    ({ code, certainty }) =>
      certainty === "certain" && (code === "http-in-production" || code === "localhost-in-production"),
  )?.message;
}

/** `.env` and `.env.local` hold the values of this machine; the host sets others in production. */
function isFromSharedFile({ location }: SentRedirectUri): boolean {
  return /(?:^|\/)\.env(?:\.local)?$/.test(location.file);
}

function evidenceOf(uri: SentRedirectUri) {
  const kind = uri.variable === null ? ("project" as const) : ("environment" as const);
  const quote = uri.variable === null ? uri.text : `${uri.variable}=${uri.text}`;
  return { kind, quote, location: uri.location };
}

function absentDetail(uri: SentRedirectUri, registered: readonly RegisteredUri[], stage: Stage): string {
  const plain = registered.flatMap(({ text }) => (text === null || text.includes("${") ? [] : [text]));
  const [nearest] = plain.length > 0 ? nearestRedirectUris(plain, uri.text) : [];
  const section = { development: "dev", preview: "preview", production: "prod" }[stage];
  const hint =
    nearest === undefined
      ? ""
      : ` The nearest is ${nearest.registered}; it differs in ${nearest.differences.join(", ")}.`;
  return `The app sends ${uri.text}, which the ${section} section of convex.json does not register.${hint}`;
}

export const examples: readonly Example[] = [
  {
    name: "the path of the redirect URI is not the registered one",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: "http://localhost:5173/callback",
        with: "http://localhost:5173/auth/callback",
      },
    ],
    expect: ["warning redirect-uri-mismatch .env.local:4"],
  },
  {
    name: "production sends http",
    project: "vite-spa",
    edits: [
      {
        file: ".env.production",
        replace: "https://notes.example.com/callback",
        with: "http://notes.example.com/callback",
      },
      {
        file: "convex.json",
        replace: '"redirectUris": ["https://notes.example.com/callback"]',
        with: '"redirectUris": ["http://notes.example.com/callback"]',
      },
    ],
    expect: ["error redirect-uri-mismatch .env.production:3"],
  },
  {
    name: "the host's production variables name localhost",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/redirect-uri.ts",
        replace:
          '  if (process.env.VERCEL_ENV === "production") {\n    return `https://${process.env.VERCEL_PROJECT_PRODUCTION_URL}/callback`;\n  }\n',
        with: "",
      },
      {
        file: "packages/backend/convex.json",
        replace: '"redirectUris": ["https://${buildEnv.VERCEL_PROJECT_PRODUCTION_URL}/callback"],\n',
        with: "",
      },
    ],
    inputs: {
      hostEnv: {
        production:
          "NEXT_PUBLIC_WORKOS_REDIRECT_URI=http://localhost:3000/callback\nWORKOS_CLIENT_ID=client_01JPRD8Q4W3M5X7Z9K2B6N1C0V\nWORKOS_API_KEY=sk_live_a2V5XzAxSlBST05PVEVTMDAwMDAwMDAwMDBB\nWORKOS_COOKIE_PASSWORD=z8mQ1n5LrT6yB9wKe2JmZ4hPd7SgUf3D\nNEXT_PUBLIC_CONVEX_URL=https://calm-badger-789.convex.cloud\n",
      },
    },
    expect: ["error redirect-uri-mismatch host-production.env:1"],
  },
  {
    name: "the registered URI is one of several, with a wildcard",
    project: "vite-spa",
    edits: [
      {
        file: ".env.production",
        replace: "https://notes.example.com/callback",
        with: "https://app.notes.example.com/callback",
      },
      {
        file: "convex.json",
        replace:
          '"redirectUris": ["https://notes.example.com/callback"],\n        "appHomepageUrl": "https://notes.example.com",\n        "corsOrigins": ["https://notes.example.com"]',
        with: '"redirectUris": ["https://other.example.com/callback", "https://*.notes.example.com/callback"],\n        "appHomepageUrl": "https://notes.example.com",\n        "corsOrigins": ["https://app.notes.example.com"]',
      },
    ],
    expect: [],
  },
  {
    name: "convex.json has no section for the stage",
    project: "vite-spa",
    edits: [
      {
        file: ".env.local",
        replace: "http://localhost:5173/callback",
        with: "http://localhost:5173/auth/callback",
      },
      { file: "convex.json", write: "{}\n" },
    ],
    expect: [],
  },
  {
    name: "a variable of the build may hold the address that the app sends",
    project: "vite-spa",
    edits: [
      {
        file: "convex.json",
        replace: '"redirectUris": ["https://notes.example.com/callback"]',
        with: '"redirectUris": ["https://${buildEnv.SITE_HOST}/callback"]',
      },
    ],
    expect: [],
  },
];
