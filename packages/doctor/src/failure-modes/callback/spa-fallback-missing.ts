import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { answersWithIndex, redirectOf } from "../../facts/hosting/hosting.ts";
import type { RedirectUrisFact } from "../../facts/redirect-uris/redirect-uris.ts";
import { partsOfUri } from "../../facts/redirect-uris/symbolic-uri.ts";
import type { Stage } from "../../facts/stage.ts";

export default failureMode({
  id: "spa-fallback-missing",
  step: "callback",
  severity: "error",
  title: "The host does not serve the app at the callback path",
  short: "No single-page fallback",
  symptoms: [
    "After signing in, people see the host's 404 page at `/callback?code=…`; on localhost everything works.",
    "Reloading any page but the first gives a 404.",
    "A white page, and a script that was answered with HTML.",
  ],
  errorTexts: [
    "Page not found. Looks like you've followed a broken link or entered a URL that doesn't exist on this site.",
    "404: NOT_FOUND",
    'Failed to load module script: Expected a JavaScript module script but the server responded with a MIME type of "text/html"',
  ],
  explanation:
    "A single-page app has one file, `index.html`, and draws every path in the browser. The dev server answers any path with it; a static host " +
    "does so only when it is told to. Without such a rule the address that AuthKit returns to, `/callback`, is a file that does not " +
    "exist, so the code is never exchanged.\n\n" +
    "Netlify needs a rewrite in `netlify.toml` or `public/_redirects`, Vercel a rewrite in `vercel.json` (its Vite preset adds none), " +
    "Firebase a rewrite in `firebase.json`, Cloudflare Workers `not_found_handling`, nginx `try_files`.",
  notAProblemWhen:
    "The redirect URI is the root of the site, another rule of the host serves the callback path, a `404.html` does, or the host has a " +
    "fallback of its own (Cloudflare Pages). Where no file names the host nothing is said.",
  remedy: (_project, found) => [
    "Tell the host to answer every path with index.html, as a rewrite (status 200), not as a redirect.",
    ...REWRITES.filter(({ of }) => found?.location == null || of.test(found.location.file)).map(
      ({ step }) => step,
    ),
  ],
  sources: [
    "https://docs.netlify.com/routing/redirects/rewrites-proxies/#history-pushstate-and-single-page-apps",
    "https://vercel.com/docs/frameworks/frontend/vite",
    "https://firebase.google.com/docs/hosting/full-config#rewrites",
    "https://developers.cloudflare.com/workers/static-assets/routing/single-page-application/",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["callback-path-mismatch"],
  detectors: [
    detector({
      needs: ["hosting", "routes", "redirectUris"],
      *find({ hosting, routes, redirectUris }) {
        // One host that serves the app, or may do so, is the one that is used.
        if (routes.routing !== "client" || hosting.hosts.length === 0) return;
        for (const { path, certain } of callbackPaths(redirectUris)) {
          if (path === "/" || path === routes.basePath) continue;
          if (hosting.hosts.some((host) => answersWithIndex(host, path) !== "no")) continue;
          const [host] = hosting.hosts;
          if (host === undefined) continue;
          const redirect = redirectOf(host, path);
          const location = redirect?.location ?? host.location;
          const quote =
            redirect === undefined
              ? `no rule of ${host.file} matches ${path}`
              : `${redirect.from} is redirected instead of rewritten`;
          yield shown({
            subject: path,
            severity: certain ? "error" : "warning",
            confidence: certain ? "certain" : "likely",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail:
              redirect === undefined
                ? `${host.file} has no rule that serves index.html at ${path}.`
                : `${location.file} redirects ${path} to the start page, and the SDK takes the code only at ${path}.`,
          });
        }
      },
    }),
  ],
});

/** How each host is told, by the file that names it. */
const REWRITES: readonly { of: RegExp; step: string }[] = [
  {
    of: /netlify\.toml$|_redirects$/,
    step: 'Netlify, in netlify.toml: [[redirects]] with from = "/*", to = "/index.html", status = 200',
  },
  {
    of: /vercel\.json$/,
    step: 'Vercel, in vercel.json: { "rewrites": [{ "source": "/(.*)", "destination": "/index.html" }] }',
  },
  {
    of: /firebase\.json$/,
    step: 'Firebase, in firebase.json under hosting: { "rewrites": [{ "source": "**", "destination": "/index.html" }] }',
  },
  {
    of: /wrangler\.\w+$/,
    step: 'Cloudflare Workers, in wrangler.jsonc: { "assets": { "not_found_handling": "single-page-application" } }',
  },
  {
    of: /nginx|\.conf|Dockerfile/i,
    step: "nginx: location / { try_files $uri /index.html; }",
  },
];

/** Where AuthKit returns to when deployed; what only development shows is a guess. */
function callbackPaths(redirectUris: RedirectUrisFact): { path: string; certain: boolean }[] {
  const deployed: Stage[] = ["production", "preview"];
  const sent = deployed.flatMap((stage) => redirectUris.stages[stage].sent.map(({ pathname }) => pathname));
  const listed = deployed.flatMap((stage) =>
    (redirectUris.registered[stage] ?? []).map(({ text }) =>
      text === null ? null : partsOfUri(text).pathname,
    ),
  );
  const known = distinct([...sent, ...listed]);
  if (known.length > 0) return known.map((path) => ({ path, certain: true }));
  return distinct(redirectUris.stages.development.sent.map(({ pathname }) => pathname)).map((path) => ({
    path,
    certain: false,
  }));
}

function distinct(paths: readonly (string | null)[]): string[] {
  return [...new Set(paths.filter((path): path is string => path !== null))];
}

const FALLBACK = '\n[[redirects]]\nfrom = "/*"\nto = "/index.html"\nstatus = 200\n';

export const examples: readonly Example[] = [
  {
    name: "netlify.toml without a rewrite",
    project: "vite-spa",
    edits: [{ file: "netlify.toml", replace: FALLBACK, with: "" }],
    expect: ["error spa-fallback-missing netlify.toml:1"],
  },
  {
    name: "vercel.json without a rewrite",
    project: "vite-spa",
    edits: [
      { file: "netlify.toml", remove: true },
      { file: "vercel.json", write: '{ "buildCommand": "npx convex deploy --cmd \'npm run build\'" }\n' },
    ],
    expect: ["error spa-fallback-missing vercel.json:1"],
  },
  {
    name: "a redirect instead of a rewrite: without a status Netlify answers 301",
    project: "vite-spa",
    edits: [{ file: "netlify.toml", replace: "status = 200\n", with: "" }],
    expect: ["error spa-fallback-missing netlify.toml:6"],
  },
  {
    name: "redirects of Vercel instead of rewrites",
    project: "vite-spa",
    edits: [
      { file: "netlify.toml", remove: true },
      {
        file: "vercel.json",
        write: '{ "redirects": [{ "source": "/(.*)", "destination": "/index.html" }] }\n',
      },
    ],
    expect: ["error spa-fallback-missing vercel.json:1"],
  },
  {
    name: "a redirect of another path before the rewrite",
    project: "vite-spa",
    edits: [
      {
        file: "netlify.toml",
        replace: '[[redirects]]\nfrom = "/*"',
        with: '[[redirects]]\nfrom = "/old/*"\nto = "/"\n\n[[redirects]]\nfrom = "/*"',
      },
    ],
    expect: [],
  },
  {
    name: "a rewrite that covers only other paths",
    project: "vite-spa",
    edits: [{ file: "netlify.toml", replace: 'from = "/*"', with: 'from = "/app/*"' }],
    expect: ["error spa-fallback-missing netlify.toml:1"],
  },
  {
    name: "only the address of development is known",
    project: "vite-spa",
    edits: [
      { file: "netlify.toml", replace: FALLBACK, with: "" },
      { file: ".env.production", remove: true },
      { file: "convex.json", write: "{}\n" },
    ],
    expect: ["warning spa-fallback-missing netlify.toml:1 (likely)"],
  },
  {
    name: "the rewrite stands in public/_redirects",
    project: "vite-spa",
    edits: [
      { file: "netlify.toml", replace: FALLBACK, with: "" },
      { file: "public/_redirects", write: "/*    /index.html   200\n" },
    ],
    expect: [],
  },
  {
    name: "Firebase, and no rule of Netlify",
    project: "vite-spa",
    edits: [
      { file: "netlify.toml", remove: true },
      {
        file: "firebase.json",
        write:
          '{ "hosting": { "public": "dist", "rewrites": [{ "source": "**", "destination": "/index.html" }] } }\n',
      },
    ],
    expect: [],
  },
  {
    name: "no file names the host",
    project: "vite-spa",
    edits: [{ file: "netlify.toml", remove: true }],
    expect: [],
  },
];
