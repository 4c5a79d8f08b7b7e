import { isLocalhost, isLoopbackAddress, parseWebUri } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "pkce-cookie-missing",
  step: "callback",
  severity: "error",
  title: "The cookie with which the callback verifies the sign-in is lost on the way",
  short: "PKCE cookie lost",
  symptoms: [
    "After signing in the browser shows JSON: “Couldn't sign in. If you are not sure what happened, please contact your organization admin.”",
    "Sign-in fails the first time and works when it is tried again.",
  ],
  errorTexts: [
    "[AuthKit callback error]",
    "Sign-in session could not be verified. Please try signing in again.",
    "Auth cookie missing",
    "missing_pkce_cookie",
  ],
  explanation:
    "Since version 3 authkit-nextjs keeps the PKCE verifier in a cookie, `wos-auth-verifier-…`, for ten minutes. It is set together with the " +
    "redirect to WorkOS and has to come back with the callback. It is lost when the redirect is answered without AuthKit's headers, when the " +
    "app was opened under another name than the redirect URI has (`localhost` and `127.0.0.1` are two sites to a browser), and after " +
    "ten minutes.\n\n" +
    "Next.js calls its own host `localhost` even when it was opened as `127.0.0.1`, so with `127.0.0.1` in the redirect URI the cookie never fits, " +
    "unless `handleAuth` is given that address as `baseURL`.\n\n" +
    "A proxy of your own sends AuthKit's headers along with `handleAuthkitProxy(request, headers, { redirect: authorizationUrl })`.",
  notAProblemWhen:
    "The app is opened at `localhost` and the redirect URI says `localhost`; or `handleAuth({ baseURL })` names the address; or a proxy forwards the " +
    "headers. Before version 3 there was no such cookie.",
  remedy: () => [
    "Let the cookie reach the browser and come back.",
    'Use localhost in the redirect URI and open the app there; or handleAuth({ baseURL: "http://127.0.0.1:3000" }).',
    "In a proxy: const { session, headers, authorizationUrl } = await authkit(request); return handleAuthkitProxy(request, headers, { redirect: authorizationUrl });",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs#composing-authkit-with-other-middleware",
    "https://github.com/workos/authkit-nextjs/issues/392",
    "https://github.com/workos/authkit-nextjs/issues/398",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": ">=3.0.0" } },
  testedWith: { "@workos-inc/authkit-nextjs": "4.3.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["redirectUris", "packages", "scripts"],
      *find({ redirectUris, packages, scripts }, target) {
        if (target.stage !== "development" || redirectUris.callbackBaseUrl !== "none") return;
        // Without the installed version it may be one that sets no cookie.
        if (packages["@workos-inc/authkit-nextjs"]?.installed === null) return;
        const opened = scripts.commands.find(
          ({ dir, words }) =>
            dir === target.app && words[0] === "next" && words[1] === "dev" && hostOption(words) !== null,
        );
        const openedAt = opened === undefined ? null : hostOption(opened.words);
        for (const uri of redirectUris.stages.development.sent) {
          const address = uri.variables.length > 0 ? null : parseWebUri(uri.text);
          if (address === null) continue;
          const usesAddress = address.host === "127.0.0.1";
          const differs = openedAt !== null && isLocalhost(address.host) && isLoopbackAddress(openedAt);
          if (!usesAddress && !differs) continue;
          yield shown({
            subject: uri.text,
            severity: "error",
            location: uri.location,
            evidence: [
              {
                kind: uri.variable === null ? "project" : "environment",
                quote: uri.text,
                location: uri.location,
              },
              ...(differs && opened !== undefined
                ? [{ kind: "project" as const, quote: opened.words.join(" "), location: opened.location }]
                : []),
            ],
            detail: usesAddress
              ? `AuthKit returns to ${uri.text}; Next.js sees itself as localhost, and the cookie does not come back.`
              : `The dev server opens at ${openedAt ?? ""} and AuthKit returns to ${uri.text}: two sites to a browser.`,
          });
        }
      },
    }),
    detector({
      needs: ["proxy", "packages"],
      *find({ proxy, packages }) {
        if (packages["@workos-inc/authkit-nextjs"]?.installed === null) return;
        for (const { file, place, bareRedirects } of proxy.files) {
          if (place !== "beside") continue;
          for (const { to, location } of bareRedirects) {
            yield shown({
              subject: file,
              severity: "warning",
              location,
              evidence: [{ kind: "project", quote: `a redirect to ${to}`, location }],
              detail: `${location.file} redirects to ${to} without AuthKit's headers, so the cookie may not reach the browser.`,
            });
          }
        }
      },
    }),
  ],
});

/** The host that `next dev` is told to open at. */
function hostOption(words: readonly string[]): string | null {
  for (const [index, word] of words.entries()) {
    if (word === "-H" || word === "--hostname") return words[index + 1] ?? null;
    const inline = /^(?:-H|--hostname)=(.+)$/.exec(word)?.[1];
    if (inline !== undefined) return inline;
  }
  return null;
}

const PROXY = "apps/web/src/proxy.ts";
const CONFIG =
  '\nexport const config = {\n  matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"],\n};\n';
const LOOPBACK = [
  {
    file: "apps/web/.env.local",
    replace: "http://localhost:3000/callback",
    with: "http://127.0.0.1:3000/callback",
  },
  {
    file: "packages/backend/convex.json",
    replace: '"redirectUris": ["http://localhost:3000/callback"]',
    with: '"redirectUris": ["http://localhost:3000/callback", "http://127.0.0.1:3000/callback"]',
  },
];

export const examples: readonly Example[] = [
  {
    name: "the redirect URI names 127.0.0.1",
    project: "nextjs-monorepo",
    edits: LOOPBACK,
    expect: ["error pkce-cookie-missing apps/web/.env.local:4"],
  },
  {
    name: "the dev server opens at 127.0.0.1 and the redirect URI names localhost",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/package.json", replace: "--port 3000", with: "--port 3000 --hostname 127.0.0.1" },
    ],
    expect: ["error pkce-cookie-missing apps/web/.env.local:4"],
  },
  {
    name: "a proxy of one's own redirects without AuthKit's headers",
    project: "nextjs-monorepo",
    edits: [
      {
        file: PROXY,
        write: `import { authkit, getSignInUrl } from "@workos-inc/authkit-nextjs";
import { NextResponse, type NextRequest } from "next/server";
import { redirectUri } from "@/redirect-uri";

export default async function proxy(request: NextRequest) {
  const { session, headers } = await authkit(request, { redirectUri: redirectUri() });
  if (session.user === null && request.nextUrl.pathname.startsWith("/admin")) {
    return NextResponse.redirect(await getSignInUrl());
  }
  return NextResponse.next({ request: { headers } });
}
${CONFIG}`,
      },
    ],
    expect: [`warning pkce-cookie-missing ${PROXY}:8`],
  },
  {
    name: "127.0.0.1 with a base URL for the callback",
    project: "nextjs-monorepo",
    edits: [
      ...LOOPBACK,
      {
        file: "apps/web/src/app/callback/route.ts",
        replace: '{ returnPathname: "/notes" }',
        with: '{ returnPathname: "/notes", baseURL: "http://127.0.0.1:3000" }',
      },
    ],
    expect: [],
  },
  {
    name: "127.0.0.1 with a base URL for the callback route of convex-authkit",
    project: "nextjs-monorepo",
    edits: [
      ...LOOPBACK,
      {
        file: "apps/web/src/app/callback/route.ts",
        write:
          'import { callbackRoute } from "convex-authkit/nextjs/server";\n\n' +
          'export const GET = callbackRoute({ returnPathname: "/notes", baseURL: "http://127.0.0.1:3000" });\n',
      },
    ],
    expect: [],
  },
  {
    name: "a proxy of one's own that forwards the headers",
    project: "nextjs-monorepo",
    edits: [
      {
        file: PROXY,
        write: `import { authkit, handleAuthkitProxy } from "@workos-inc/authkit-nextjs";
import type { NextRequest } from "next/server";
import { redirectUri } from "@/redirect-uri";

export default async function proxy(request: NextRequest) {
  const { session, headers, authorizationUrl } = await authkit(request, { redirectUri: redirectUri() });
  if (session.user === null && request.nextUrl.pathname.startsWith("/admin")) {
    return handleAuthkitProxy(request, headers, { redirect: authorizationUrl });
  }
  return handleAuthkitProxy(request, headers);
}
${CONFIG}`,
      },
    ],
    expect: [],
  },
];
