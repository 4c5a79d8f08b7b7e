import { isLocalhost, isLoopbackAddress, parseWebUri } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { RedirectUrisFact } from "../../facts/redirect-uris/redirect-uris.ts";
import type { HostingFact } from "../../facts/hosting/hosting.ts";
import type { Location } from "../../facts/location.ts";

export default failureMode({
  id: "spa-prod-session-lost-on-reload",
  step: "session",
  severity: "error",
  title: "In production a reload signs people out",
  short: "Session lost on reload",
  symptoms: [
    "Everything works on localhost; in production people are signed out whenever they reload the page.",
    "After a few minutes in production the next refresh fails.",
  ],
  errorTexts: ["Missing refresh token", "POST https://api.workos.com/user_management/authenticate 400"],
  explanation:
    "A single-page app keeps its access token in memory. After a reload authkit-react refreshes it with a refresh token: on " +
    "localhost from `localStorage`, elsewhere from an HttpOnly cookie of the authentication API. That API is `api.workos.com`, a foreign " +
    "site, and browsers no longer send such cookies along. So nothing is left after a reload.\n\n" +
    "WorkOS offers a custom authentication API domain for this, such as `auth.example.com`: then the cookie belongs to the app's own site. It " +
    "is set as `apiHostname` of the provider, and Convex has to accept the issuer of that domain. `devMode` keeps the refresh token in " +
    "`localStorage` in production as well, where any script of the page can read it.",
  notAProblemWhen:
    "The provider gets an `apiHostname`, or `devMode` on purpose. In development it works without either; the official templates ship it like " +
    "that, so source code alone gives only a note.",
  remedy: (project) => [
    "Set up a custom authentication API domain on the app's own site in the WorkOS dashboard (Domains, production only).",
    '<AuthKitProvider apiHostname="auth.example.com" …>',
    `Add the provider for its issuer to ${project.authConfig}: https://auth.example.com/user_management/<client id>.`,
  ],
  sources: [
    "https://github.com/workos/authkit-js/issues/37",
    "https://github.com/workos/authkit-react/issues/44",
    "https://workos.com/docs/custom-domains/auth-api",
  ],
  appliesTo: { packages: { "@workos-inc/authkit-react": "*" } },
  testedWith: { "@workos-inc/authkit-react": "0.16.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["redirectUris", "stages", "routes", "hosting"],
      *find({ redirectUris, stages, routes, hosting }, target) {
        if (routes.routing !== "client") return;
        const hasProduction = stages.some(({ stage }) => stage === "production");
        // The stage that matters is production; without one in evidence the source is judged once.
        if (target.stage !== (hasProduction ? "production" : "development")) return;
        const origin = productionOrigin(redirectUris, hosting);
        for (const { location, apiHostname, devMode } of redirectUris.spaProviders) {
          if (apiHostname.production !== "none" || devMode.production !== "none") continue;
          yield shown({
            subject: location.file,
            severity: origin === null ? "note" : "warning",
            location,
            evidence: [
              { kind: "project", quote: "AuthKitProvider without apiHostname and devMode", location },
              ...(origin === null
                ? []
                : [{ kind: "environment" as const, quote: origin.text, location: origin.location }]),
            ],
            detail:
              origin === null
                ? `${location.file} gives AuthKitProvider no apiHostname: outside localhost a reload will sign people out.`
                : `The app runs at ${origin.text} in production, and AuthKitProvider gets neither apiHostname nor devMode there.`,
          });
        }
      },
    }),
  ],
});

/**
 * A plain address of production that is not this machine: sent, registered, or named by the host's files. What only a
 * variable of the build names is not known.
 */
function productionOrigin(
  { stages, registered }: RedirectUrisFact,
  { sites }: HostingFact,
): { text: string; location: Location } | null {
  const known = [
    ...stages.production.sent.map(({ origin, location }) => ({ text: origin, location })),
    ...(registered.production ?? []),
    ...sites.map(({ host, location }) => ({ text: `https://${host}`, location })),
  ];
  for (const { text, location } of known) {
    const uri = text === null || text.includes("${") ? null : parseWebUri(text);
    if (text === null || uri === null || !/^https?$/i.test(uri.scheme)) continue;
    if (isLocalhost(uri.host) || isLoopbackAddress(uri.host)) continue;
    return { text: text.replace(/^([a-z]+:\/\/[^/]+).*$/i, "$1"), location };
  }
  return null;
}

const API_HOSTNAME = "      apiHostname={import.meta.env.VITE_WORKOS_API_HOSTNAME}\n";

export const examples: readonly Example[] = [
  {
    name: "the provider gets no apiHostname, and production is known",
    project: "vite-spa",
    edits: [{ file: "src/main.tsx", replace: API_HOSTNAME, with: "" }],
    expect: ["warning spa-prod-session-lost-on-reload src/main.tsx:14"],
  },
  {
    name: "only the source is known",
    project: "vite-spa",
    edits: [
      { file: "src/main.tsx", replace: API_HOSTNAME, with: "" },
      { file: ".env.production", remove: true },
      {
        file: "convex.json",
        write:
          '{\n  "authKit": {\n    "dev": {\n      "configure": {\n        "redirectUris": ["http://localhost:5173/callback"],\n        "corsOrigins": ["http://localhost:5173"]\n      }\n    }\n  }\n}\n',
      },
    ],
    expect: ["note spa-prod-session-lost-on-reload src/main.tsx:14"],
  },
  {
    name: "devMode on purpose",
    project: "vite-spa",
    edits: [{ file: "src/main.tsx", replace: API_HOSTNAME, with: "      devMode\n" }],
    expect: [],
  },
  {
    name: "the host name is known only on the host",
    project: "vite-spa",
    edits: [
      { file: ".env.production", replace: "VITE_WORKOS_API_HOSTNAME=auth.notes.example.com\n", with: "" },
    ],
    expect: [],
  },
];
