import { isLocalhost, isLoopbackAddress, parseWebUri } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { Location } from "../../facts/location.ts";
import type { RedirectUrisFact } from "../../facts/redirect-uris/redirect-uris.ts";

export default failureMode({
  id: "port-drift",
  step: "sign-in",
  severity: "error",
  title: "The dev server listens on another port than the redirect URI names",
  short: "Dev server on another port",
  symptoms: [
    "After signing in, the browser cannot connect: the address names a port on which nothing listens.",
    "WorkOS shows an error page instead of the login, only on this machine.",
  ],
  errorTexts: [
    "ERR_CONNECTION_REFUSED",
    "https://error.workos.com/redirect-uri-invalid",
    "Port 5173 is in use, trying another one...",
    "Port 3000 is in use, using available port 3001 instead.",
  ],
  explanation:
    "The port is part of the redirect URI and of the CORS origin, and both are compared exactly. When the dev server is started on another " +
    "port than `.env.local` and convex.json say, AuthKit either returns to a dead port or refuses the address.\n\n" +
    "Vite takes the next free port without asking when 5173 is in use, Next.js too. `strictPort: true` (Vite) makes the server stop " +
    "instead, which is easier to understand.",
  notAProblemWhen:
    "A proxy, a tunnel or a container maps the ports, the app runs at `name.localhost`, or the script names no port at all: the framework's default " +
    "is not held against the redirect URI.",
  remedy: (project) => [
    "Let the dev server and the redirect URI name the same port.",
    `Change the script or config of the dev server, or change the port in .env.local and in the dev section of ${project.convexJson}.`,
    project.push(),
  ],
  sources: [
    "https://vite.dev/config/server-options.html#server-strictport",
    "https://nextjs.org/docs/app/api-reference/cli/next#next-dev-options",
    "https://workos.com/docs/sso/redirect-uris",
  ],
  appliesTo: {},
  testedWith: {},
  masks: ["redirect-uri-mismatch", "cors-origin-missing"],
  detectors: [
    detector({
      needs: ["ports", "redirectUris"],
      *find({ ports, redirectUris }, target) {
        if (target.stage !== "development" || ports.inFront !== null) return;
        const explicit = ports.servers.find((server) => server.explicit && server.port !== null);
        if (explicit === undefined || ports.servers.some(({ port }) => port === null)) return;
        const expected = localPorts(redirectUris);
        const [first] = expected;
        if (first === undefined) return;
        const listening = new Set(ports.servers.map(({ port }) => port));
        if (expected.some(({ port }) => port === null || listening.has(port))) return;
        yield shown({
          subject: `port ${explicit.port ?? ""}`,
          severity: "warning",
          location: explicit.location,
          evidence: [
            { kind: "project", quote: explicit.because, location: explicit.location },
            ...expected.map(({ text, location }) => ({
              kind: "environment" as const,
              quote: text,
              location,
            })),
          ],
          detail: `The dev server listens on port ${explicit.port ?? ""}, and AuthKit returns to ${first.text}.`,
        });
      },
    }),
  ],
});

interface LocalPort {
  text: string;
  /** null where the address names no port that can be told. */
  port: number | null;
  location: Location;
}

/** The ports of this machine that the app sends, or that convex.json registers where what it sends is not known. */
function localPorts({ stages, registered }: RedirectUrisFact): LocalPort[] {
  const { sent } = stages.development;
  const plain = sent.filter(({ variables }) => variables.length === 0);
  const addresses =
    plain.length > 0
      ? plain
      : (registered.development ?? []).flatMap(({ text, location }) =>
          text === null ? [] : [{ text, location }],
        );
  const local = addresses.map(({ text, location }) => ({ text, location, port: localPort(text) }));
  // One address elsewhere (a tunnel, name.localhost) shows that the app is not reached at its own port.
  return local.some(({ port }) => port === undefined)
    ? []
    : local.map(({ text, location, port }) => ({ text, location, port: port ?? null }));
}

/** undefined for what is not this machine. */
function localPort(text: string): number | null | undefined {
  const uri = parseWebUri(text);
  if (uri === null || !(isLocalhost(uri.host) || isLoopbackAddress(uri.host))) return undefined;
  if (uri.port === null) return uri.scheme.toLowerCase() === "https" ? 443 : 80;
  return /^\d+$/.test(uri.port) ? Number(uri.port) : null;
}

export const examples: readonly Example[] = [
  {
    name: "the script names another port",
    project: "vite-spa",
    edits: [{ file: "package.json", replace: '"dev": "vite"', with: '"dev": "vite --port 5174"' }],
    expect: ["warning port-drift package.json:6"],
  },
  {
    name: "the Vite config names another port",
    project: "vite-spa",
    edits: [{ file: "vite.config.ts", replace: "port: 5173", with: "port: 5180" }],
    expect: ["warning port-drift vite.config.ts:6"],
  },
  {
    name: "next dev on another port",
    project: "nextjs-monorepo",
    edits: [{ file: "apps/web/package.json", replace: "--port 3000", with: "--port 3001" }],
    expect: ["warning port-drift apps/web/package.json:5"],
  },
  {
    name: "the framework's own port, and no port in the script",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/package.json", replace: "next dev --port 3000", with: "next dev" },
      {
        file: "apps/web/.env.local",
        replace: "http://localhost:3000/callback",
        with: "http://localhost:3100/callback",
      },
      {
        file: "packages/backend/convex.json",
        replace: '["http://localhost:3000/callback"]',
        with: '["http://localhost:3000/callback", "http://localhost:3100/callback"]',
      },
    ],
    expect: [],
  },
  {
    name: "a proxy in front of the dev server",
    project: "vite-spa",
    edits: [
      {
        file: "package.json",
        replace: '"dev": "vite"',
        with: '"dev": "local-ssl-proxy --source 5173 --target 5174 & vite --port 5174"',
      },
    ],
    expect: [],
  },
  {
    name: "one of two ways to start the app fits",
    project: "vite-spa",
    edits: [
      {
        file: "package.json",
        replace: '"dev": "vite"',
        with: '"dev": "vite",\n    "dev:second": "vite --port 5174"',
      },
    ],
    expect: [],
  },
];
