import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { RegisteredUri, SentRedirectUri } from "../../facts/redirect-uris/redirect-uris.ts";
import { isRegistered, onlyHostVariable } from "../../facts/redirect-uris/registered-uris.ts";

/** Hosts that are new with every deployment, and those that stay for a branch. */
const PER_DEPLOYMENT = new Set(["VERCEL_URL", "DEPLOY_URL"]);
/** A wildcard on a domain that is not the host's: the host's own take none. */
const OWN_WILDCARD = /^https?:\/\/[^/]*\*(?![^/]*\.(?:vercel|netlify)\.app(?:[/:]|$))/i;
const PER_BRANCH = new Set(["VERCEL_BRANCH_URL", "DEPLOY_PRIME_URL"]);

export default failureMode({
  id: "preview-redirect-uri",
  step: "sign-in",
  severity: "error",
  title: "Previews send a redirect URI that convex.json does not register",
  short: "Preview redirect URI differs",
  symptoms: [
    "Sign-in works locally and in production, and previews end on an error page of WorkOS.",
    "The first preview of a branch works and the next push breaks it.",
  ],
  errorTexts: ["https://error.workos.com/redirect-uri-invalid", "https://%2A.example.com"],
  explanation:
    "Every Vercel deployment has two addresses: `VERCEL_URL`, new with each deployment, and `VERCEL_BRANCH_URL`, which stays for the branch. " +
    "The Convex CLI registers at WorkOS what the preview section of convex.json names, once per build. The app has to send exactly " +
    "the same one. With one in convex.json and the other in the proxy, WorkOS refuses every preview.\n\n" +
    "Both can work, as long as they agree and people open the preview at that address. With Vercel's Standard Deployment Protection " +
    "`VERCEL_URL` cannot be used. On Netlify the pair is `DEPLOY_URL` and `DEPLOY_PRIME_URL`.\n\n" +
    "A `*` is only ever part of a registered redirect URI. An app that sends one sends people to `%2A`.",
  notAProblemWhen:
    "The code and convex.json use the same variable, whichever it is, or convex.json has no preview section and the dashboard holds the URIs.",
  remedy: (project) => [
    "Use the same host name in the code and in convex.json.",
    `In ${project.convexJson}: "preview": { "configure": { "redirectUris": ["https://\${buildEnv.VERCEL_BRANCH_URL}/callback"] } }`,
    'In the proxy: redirectUri: process.env.VERCEL_ENV === "preview" ? `https://${process.env.VERCEL_BRANCH_URL}/callback` : process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI',
  ],
  sources: [
    "https://vercel.com/docs/environment-variables/system-environment-variables",
    "https://docs.convex.dev/auth/authkit/auto-provision",
    "https://github.com/workos/authkit-nextjs/issues/103",
    "https://github.com/workos/authkit-nextjs/issues/24",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["redirect-uri-mismatch"],
  detectors: [
    detector({
      needs: ["redirectUris"],
      *find({ redirectUris }, target) {
        const registered = redirectUris.registered.preview;
        if (target.stage !== "preview" || registered === null) return;
        for (const uri of redirectUris.stages.preview.sent) {
          const host = onlyHostVariable(uri.text);
          const other = registered
            .map(({ text }) => (text === null ? null : onlyHostVariable(text)))
            .find(Boolean);
          const plain = registered.filter(({ text }) => text?.includes("*") !== true);
          if (host === null || isRegistered(uri, plain) !== "no") continue;
          if (PER_DEPLOYMENT.has(host)) {
            // A preview domain of one's own may be what a wildcard is registered for.
            const hasOwnDomain = registered.some(({ text }) => text !== null && OWN_WILDCARD.test(text));
            yield finding(uri, registered, hasOwnDomain ? "warning" : "error");
          } else if (
            PER_BRANCH.has(host) &&
            other !== undefined &&
            other !== null &&
            PER_DEPLOYMENT.has(other)
          ) {
            yield finding(uri, registered, "warning");
          }
        }
      },
    }),
    detector({
      needs: ["redirectUris"],
      *find({ redirectUris }, target) {
        if (target.stage !== "preview") return;
        for (const uri of redirectUris.stages.preview.sent) {
          if (!/^https?:\/\/[^/]*(?:\*|%2a)/i.test(uri.text)) continue;
          yield shown({
            subject: uri.text,
            severity: "error",
            location: uri.location,
            evidence: [{ kind: "project", quote: uri.text, location: uri.location }],
            detail: `Previews send ${uri.text}; a wildcard can be registered and never sent.`,
          });
        }
      },
    }),
  ],
});

function finding(uri: SentRedirectUri, registered: readonly RegisteredUri[], severity: "error" | "warning") {
  const texts = registered.flatMap(({ text }) => text ?? []);
  return shown({
    subject: uri.text,
    severity,
    location: uri.location,
    evidence: [
      { kind: "project" as const, quote: uri.text, location: uri.location },
      ...registered.map(({ text, location }) => ({ kind: "project" as const, quote: text ?? "", location })),
    ],
    detail: `Previews send ${uri.text}, and convex.json registers ${texts.join(", ")}.`,
  });
}

const HELPER = "apps/web/src/redirect-uri.ts";
const CONVEX_JSON = "packages/backend/convex.json";
const REGISTERED = '"redirectUris": ["https://${buildEnv.VERCEL_BRANCH_URL}/callback"]';

export const examples: readonly Example[] = [
  {
    name: "the code sends VERCEL_URL and convex.json registers VERCEL_BRANCH_URL",
    project: "nextjs-monorepo",
    edits: [{ file: HELPER, replace: "VERCEL_BRANCH_URL", with: "VERCEL_URL" }],
    expect: [`error preview-redirect-uri ${HELPER}:3`],
  },
  {
    name: "the code sends VERCEL_BRANCH_URL and convex.json registers VERCEL_URL",
    project: "nextjs-monorepo",
    edits: [{ file: CONVEX_JSON, replace: REGISTERED, with: REGISTERED.replace("BRANCH_URL", "URL") }],
    expect: [`warning preview-redirect-uri ${HELPER}:3`],
  },
  {
    name: "a wildcard of an own preview domain is registered",
    project: "nextjs-monorepo",
    edits: [
      { file: HELPER, replace: "VERCEL_BRANCH_URL", with: "VERCEL_URL" },
      {
        file: CONVEX_JSON,
        replace: REGISTERED,
        with: '"redirectUris": ["https://${buildEnv.VERCEL_BRANCH_URL}/callback", "https://*.preview.example.com/callback"]',
      },
    ],
    expect: [`warning preview-redirect-uri ${HELPER}:3`],
  },
  {
    name: "the app sends the wildcard itself",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HELPER,
        replace: "`https://${process.env.VERCEL_BRANCH_URL}/callback`",
        with: '"https://*.notes.example.com/callback"',
      },
      {
        file: CONVEX_JSON,
        replace: REGISTERED,
        with: '"redirectUris": ["https://*.notes.example.com/callback"]',
      },
    ],
    expect: [`error preview-redirect-uri ${HELPER}:3`],
  },
  {
    name: "both use VERCEL_URL",
    project: "nextjs-monorepo",
    edits: [
      { file: HELPER, replace: "VERCEL_BRANCH_URL", with: "VERCEL_URL" },
      { file: CONVEX_JSON, replace: REGISTERED, with: REGISTERED.replace("BRANCH_URL", "URL") },
    ],
    expect: [],
  },
  {
    name: "the code reads the copy for the browser",
    project: "nextjs-monorepo",
    edits: [{ file: HELPER, replace: "VERCEL_BRANCH_URL", with: "NEXT_PUBLIC_VERCEL_BRANCH_URL" }],
    expect: [],
  },
];
