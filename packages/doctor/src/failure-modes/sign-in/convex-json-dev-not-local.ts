import { isLocalhost, isLoopbackAddress, parseWebUri } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { AuthKitSection, Template } from "../../facts/convex-json/convex-json.ts";
import type { EnvironmentFact } from "../../facts/environment/environment.ts";
import { templateText } from "../../facts/redirect-uris/symbolic-uri.ts";

/** Hosts that lead to a developer's machine, whatever they are called. */
const TUNNEL =
  /(?:^|\.)(?:localhost|local|test|internal|example|invalid|lan|home\.arpa|ngrok(?:-free)?\.(?:app|dev|io)|trycloudflare\.com|loca\.lt|ts\.net|devtunnels\.ms|localtunnel\.me|lvh\.me|nip\.io|sslip\.io|github\.dev|gitpod\.io|csb\.app)$/i;

const PRIVATE_ADDRESS = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/;

export default failureMode({
  id: "convex-json-dev-not-local",
  step: "sign-in",
  severity: "error",
  title: "The dev section of convex.json names the production addresses",
  short: "dev section names production",
  symptoms: [
    "Signing in on this machine leads to the production site.",
    "WorkOS refuses the redirect URI of the local app.",
  ],
  errorTexts: ["https://error.workos.com/redirect-uri-invalid"],
  explanation:
    "`npx convex dev` registers the URLs of `authKit.dev` at the development environment of WorkOS and writes its `localEnvVars` to " +
    "`.env.local`. With production addresses there, the local app sends people to production, or WorkOS refuses `localhost` because " +
    "nobody registered it.\n\n" +
    "The production addresses belong into `authKit.prod`.",
  notAProblemWhen:
    "The section also names an address of this machine, or a tunnel (`ngrok`, `trycloudflare`, `name.localhost`), or hosts that nothing " +
    "else calls production.",
  remedy: (project) => [
    "Name the addresses of the dev server in the dev section, and the production addresses in the prod section.",
    `In ${project.convexJson}: "dev": { "configure": { "redirectUris": ["http://localhost:3000/callback"], "corsOrigins": ["http://localhost:3000"] } }`,
    project.push(),
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit/auto-provision",
    "https://docs.convex.dev/production/project-configuration",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["redirect-uri-mismatch"],
  detectors: [
    detector({
      needs: ["convexJson", "environment", "hosting"],
      *find({ convexJson, environment, hosting }, target) {
        const sections = convexJson.authKit?.stages;
        const development = sections?.development;
        if (target.stage !== "development" || development === undefined) return;
        const addresses = addressesOf(development);
        const [first] = addresses;
        if (first === undefined) return;
        const hosts = addresses.map(({ text }) => publicHost(text));
        if (hosts.some((host) => host === null)) return;
        const production = productionHosts(sections?.production, environment);
        for (const { host } of hosting.sites) production.add(host);
        if (!hosts.every((host) => host !== null && production.has(host))) return;
        yield shown({
          subject: convexJson.file ?? "convex.json",
          severity: "warning",
          location: first.location,
          evidence: addresses.map(({ text, location }) => ({ kind: "project", quote: text, location })),
          detail: `The dev section registers only ${[...new Set(hosts)].join(", ")}, which is production.`,
        });
      },
    }),
  ],
});

/** Every address of a section; null in place of a text with variables. */
function addressesOf(section: AuthKitSection): { text: string; location: Template["location"] }[] {
  const { configure, localEnvVars } = section;
  const configured =
    configure === null || configure === false
      ? []
      : [
          ...configure.redirectUris,
          ...configure.corsOrigins,
          ...(configure.appHomepageUrl ? [configure.appHomepageUrl] : []),
        ];
  const written = Object.entries(localEnvVars === false || localEnvVars === null ? {} : localEnvVars)
    .filter(([name]) => name.endsWith("REDIRECT_URI"))
    .map(([, template]) => template);
  return [...configured, ...written].map((template) => ({
    text: templateText(template) ?? template.raw,
    location: template.location,
  }));
}

/** The host of an address; null where it may lead to a developer's machine or cannot be told. */
function publicHost(text: string): string | null {
  const uri = text.includes("${") ? null : parseWebUri(text);
  if (uri === null || !/^https?$/i.test(uri.scheme)) return null;
  const host = uri.host.toLowerCase();
  const isLocal =
    isLocalhost(host) ||
    isLoopbackAddress(host) ||
    TUNNEL.test(host) ||
    PRIVATE_ADDRESS.test(host) ||
    !host.includes(".");
  // `example.com` stands for a real domain in documentation, and so it does here.
  return isLocal ? null : host;
}

function productionHosts(section: AuthKitSection | undefined, environment: EnvironmentFact): Set<string> {
  const listed = section === undefined ? [] : addressesOf(section).map(({ text }) => text);
  const variables = Object.values(environment.stages.production.host.variables).flatMap(
    ({ value, location }) =>
      // A file for every stage does not speak of production.
      value.kind === "public" && !/(?:^|\/)\.env(?:\.local)?$/.test(location.file) ? [value.text] : [],
  );
  return new Set([...listed, ...variables].flatMap((text) => publicHost(text) ?? []));
}

const CONVEX_JSON = "convex.json";
const DEV_CONFIGURE =
  '        "redirectUris": ["http://localhost:5173/callback"],\n        "corsOrigins": ["http://localhost:5173"]\n      },\n      "localEnvVars": {\n        "VITE_WORKOS_CLIENT_ID": "${authEnv.WORKOS_CLIENT_ID}",\n        "VITE_WORKOS_REDIRECT_URI": "http://localhost:5173/callback"';
const PRODUCTION = (text: string): string =>
  text.replaceAll("http://localhost:5173", "https://notes.example.com");

export const examples: readonly Example[] = [
  {
    name: "the production addresses were copied into the dev section",
    project: "vite-spa",
    edits: [
      { file: CONVEX_JSON, replace: DEV_CONFIGURE, with: PRODUCTION(DEV_CONFIGURE) },
      {
        file: ".env.local",
        replace: "VITE_WORKOS_REDIRECT_URI=http://localhost:5173/callback\n",
        with: "VITE_WORKOS_REDIRECT_URI=https://notes.example.com/callback\n",
      },
    ],
    expect: ["warning convex-json-dev-not-local convex.json:6"],
  },
  {
    name: "a file of the host names the addresses as its own",
    project: "vite-spa",
    edits: [
      {
        file: CONVEX_JSON,
        write:
          '{\n  "authKit": {\n    "dev": {\n      "configure": {\n        "redirectUris": ["https://notes-1234.web.app/callback"],\n        "corsOrigins": ["https://notes-1234.web.app"]\n      }\n    }\n  }\n}\n',
      },
      {
        file: ".env.local",
        replace: "http://localhost:5173/callback",
        with: "https://notes-1234.web.app/callback",
      },
      { file: ".firebaserc", write: '{ "projects": { "default": "notes-1234" } }\n' },
    ],
    expect: ["warning convex-json-dev-not-local convex.json:5"],
  },
  {
    name: "the local address stands beside the production one",
    project: "vite-spa",
    edits: [
      {
        file: CONVEX_JSON,
        replace: '"redirectUris": ["http://localhost:5173/callback"]',
        with: '"redirectUris": ["http://localhost:5173/callback", "https://notes.example.com/callback"]',
      },
    ],
    expect: [],
  },
  {
    name: "a tunnel to this machine",
    project: "vite-spa",
    edits: [
      {
        file: CONVEX_JSON,
        replace: DEV_CONFIGURE,
        with: DEV_CONFIGURE.replaceAll("http://localhost:5173", "https://notes.ngrok-free.app"),
      },
      {
        file: ".env.local",
        replace: "VITE_WORKOS_REDIRECT_URI=http://localhost:5173/callback\n",
        with: "VITE_WORKOS_REDIRECT_URI=https://notes.ngrok-free.app/callback\n",
      },
    ],
    expect: [],
  },
];
