import { judgeRedirectUri } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { AuthKitConfigure } from "../../facts/convex-json/convex-json.ts";
import type { SentRedirectUri } from "../../facts/redirect-uris/redirect-uris.ts";
import { onlyHostVariable } from "../../facts/redirect-uris/registered-uris.ts";
import { templateText } from "../../facts/redirect-uris/symbolic-uri.ts";

export default failureMode({
  id: "cors-origin-missing",
  step: "callback",
  severity: "error",
  title: "The app's origin is not among the CORS origins of WorkOS",
  short: "CORS origin missing",
  symptoms: [
    "People come back from the login and stay signed out.",
    "The console shows a CORS error for `/user_management/authenticate`.",
  ],
  errorTexts: [
    "Access to fetch at 'https://api.workos.com/user_management/authenticate' from origin 'http://localhost:5173' has been blocked by CORS policy",
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    "Couldn't exchange code",
  ],
  explanation:
    "In a single-page app the browser itself exchanges the code and refreshes the token, with requests to WorkOS from the app's origin. " +
    "WorkOS answers only origins that are on the environment's list: scheme, host and port, without a path. `www.` and another port " +
    "are other origins.\n\n" +
    "Where convex.json has a section for the stage, the Convex CLI registers the `corsOrigins` of that section.",
  notAProblemWhen:
    "The SDK runs on a server (Next.js, TanStack Start, React Router): then the browser never calls WorkOS. Or the origin was added by hand in the " +
    "dashboard. Where convex.json has no section for the stage nothing is said.",
  remedy: (project) => [
    "Add the app's origin to the CORS origins.",
    `Add it to corsOrigins of the stage's section in ${project.convexJson}, or in the WorkOS dashboard under Authentication, Sessions, CORS.`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/authkit/add-to-app", "https://workos.com/docs/authkit/client-only"],
  appliesTo: { packages: { "@workos-inc/authkit-react": "*" } },
  testedWith: { "@workos-inc/authkit-react": "0.16.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["redirectUris", "convexJson", "routes"],
      *find({ redirectUris, convexJson, routes }, target) {
        const configure = convexJson.authKit?.stages[target.stage]?.configure;
        if (configure === undefined || configure === null || configure === false) return;
        if (routes.routing !== "client") return;
        for (const uri of redirectUris.stages[target.stage].sent) {
          const { origin } = uri;
          if (origin === null || !origin.startsWith("http") || neverRegistered(uri, target.stage)) continue;
          if (isListed(origin, configure) !== "no") continue;
          const location = configure.corsOrigins[0]?.location ?? configure.location;
          yield shown({
            subject: origin,
            severity: "warning",
            location,
            evidence: [
              {
                kind: uri.variable === null ? "project" : "environment",
                quote: uri.text,
                location: uri.location,
              },
              ...configure.corsOrigins.map((it) => ({
                kind: "project" as const,
                quote: it.raw,
                location: it.location,
              })),
            ],
            detail: `The app runs at ${origin}, which the stage's corsOrigins in convex.json do not name.`,
          });
        }
      },
    }),
  ],
});

/** What WorkOS refuses as redirect URI is named there, and its origin is not what should be added. */
function neverRegistered(uri: SentRedirectUri, stage: string): boolean {
  if (stage !== "production" || uri.variables.length > 0) return false;
  return judgeRedirectUri(uri.text, { environment: "production", role: "sent" }).length > 0;
}

function isListed(origin: string, { corsOrigins }: AuthKitConfigure): "yes" | "no" | "unknown" {
  let result: "no" | "unknown" = "no";
  for (const template of corsOrigins) {
    // Whether WorkOS minds a slash at the end is not documented.
    const text = templateText(template)?.replace(/\/$/, "") ?? null;
    if (text === origin) return "yes";
    if (text === null || text.includes("*")) result = "unknown";
    else if (text.includes("${") || origin.includes("${")) {
      const [one, other] = [onlyHostVariable(text), onlyHostVariable(origin)];
      if (one === null || other === null || one === other) result = "unknown";
    }
  }
  return result;
}

export const examples: readonly Example[] = [
  {
    name: "the listed origin has www and the app has not",
    project: "vite-spa",
    edits: [
      {
        file: "convex.json",
        replace: '"corsOrigins": ["https://notes.example.com"]',
        with: '"corsOrigins": ["https://www.notes.example.com"]',
      },
    ],
    expect: ["warning cors-origin-missing convex.json:19"],
  },
  {
    name: "the section lists no origin at all",
    project: "vite-spa",
    edits: [
      {
        file: "convex.json",
        replace:
          '"redirectUris": ["http://localhost:5173/callback"],\n        "corsOrigins": ["http://localhost:5173"]',
        with: '"redirectUris": ["http://localhost:5173/callback"]',
      },
    ],
    expect: ["warning cors-origin-missing convex.json:5"],
  },
  {
    name: "a slash at the end, and an origin beside it",
    project: "vite-spa",
    edits: [
      {
        file: "convex.json",
        replace: '"corsOrigins": ["https://notes.example.com"]',
        with: '"corsOrigins": ["https://www.notes.example.com", "https://notes.example.com/"]',
      },
    ],
    expect: [],
  },
  {
    name: "an SDK that runs on a server needs none",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex.json",
        replace:
          '"redirectUris": ["http://localhost:3000/callback"],\n        "corsOrigins": ["http://localhost:3000"]',
        with: '"redirectUris": ["http://localhost:3000/callback"]',
      },
    ],
    expect: [],
  },
  {
    name: "the origin comes from a variable of the build",
    project: "vite-spa",
    edits: [
      {
        file: "convex.json",
        replace: '"corsOrigins": ["https://notes.example.com"]',
        with: '"corsOrigins": ["https://${buildEnv.SITE_HOST}"]',
      },
    ],
    expect: [],
  },
];
