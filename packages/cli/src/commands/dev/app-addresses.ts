import { isLocalhost, isLoopbackAddress, originOf, parseWebUri } from "@convex-authkit/core";
import type { DevServer } from "@convex-authkit/doctor/facts/ports/ports";
import { templateText } from "@convex-authkit/doctor/facts/redirect-uris/symbolic-uri";
import { shellCommands } from "@convex-authkit/doctor/facts/scripts/shell-commands";
import type { Framework } from "@convex-authkit/doctor/facts/workspace/workspace";
import type { AppFacts, DevFacts } from "./dev-facts.ts";

/** Where the app is expected on this machine, and what is registered at the emulated WorkOS for it. */
export interface AppAddresses {
  /** Scheme, host and port. */
  origin: string;
  /** Where AuthKit returns to: the value for the app's variables, and the default of the list. */
  redirectUri: string;
  redirectUris: string[];
  corsOrigins: string[];
  homepageUrl: string;
  /** Where a sign-out may return to. */
  logoutUris: string[];
}

/** How the app's own server is started. */
export interface ExpectedServer {
  port: number;
  /** Whether it takes the next free port where this one is busy. */
  drifts: boolean;
  /** Whether something stands in front of it, so that browsers see another address. */
  inFront: string | null;
}

const DEFAULT_PORTS: Readonly<Record<Framework, number>> = {
  nextjs: 3000,
  "vite-react": 5173,
  "tanstack-start": 3000,
  "react-router": 5173,
  remix: 5173,
  expo: 8081,
  "bun-react": 3000,
  electron: 5173,
  other: 3000,
};

/** Programs whose `--port` is the app's. */
const SERVER_PROGRAM = /^(?:next|vite|vp|react-router|expo|astro|vinxi|remix|rsbuild|webpack|portless)$/;

/**
 * The port on which the app's server is expected.
 *
 * @param command what is run, as a shell text, and in which folder; null where nothing is
 */
export function expectedServer(
  facts: DevFacts,
  command: { text: string; dir: string } | null,
): ExpectedServer {
  const { app } = facts;
  // A container's port mapping says nothing about what is started here.
  const inFront = /^[\w-]+$/.exec(app?.ports.inFront ?? "")?.[0] ?? null;
  const ran = command === null ? [] : shellCommands(command.text, command.dir);
  for (const { words, assignments } of ran) {
    const [program = "", ...args] = words;
    if (!SERVER_PROGRAM.test(program)) continue;
    const port = portOption(args) ?? portNumber(program === "next" ? assignments["PORT"] : undefined);
    if (port !== null) return { port, drifts: program !== "next" && !args.includes("--strictPort"), inFront };
  }
  const server = chosenServer(
    app?.ports.servers ?? [],
    ran.map(({ words }) => words.join(" ")),
  );
  if (server?.port !== undefined && server.port !== null) {
    return { port: server.port, drifts: drifts(server), inFront };
  }
  const configured = app === null ? null : localRedirectUri(app);
  const port = portNumber(configured === null ? undefined : (parseWebUri(configured)?.port ?? undefined));
  return { port: port ?? DEFAULT_PORTS[app?.app.framework ?? "other"], drifts: true, inFront };
}

/** Next.js gives up where a port was named, and goes on to the next one where none was. */
function drifts({ strict, explicit, command }: DevServer): boolean {
  return command.startsWith("next") ? !explicit : strict !== true;
}

function chosenServer(servers: readonly DevServer[], ran: readonly string[]): DevServer | undefined {
  return (
    servers.find(({ command }) => ran.includes(command)) ??
    servers.find(({ explicit }) => explicit) ??
    servers[0]
  );
}

function portOption(args: readonly string[]): number | null {
  for (const [index, arg] of args.entries()) {
    const inline = /^(?:--port|-p)=?(\d+)$/.exec(arg)?.[1];
    if (inline !== undefined) return portNumber(inline);
    if (arg === "--port" || arg === "-p") return portNumber(args[index + 1]);
  }
  return null;
}

function portNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{2,5}$/.test(text) ? Number(text) : null;
}

/** Stands in texts of the facts for the origin of the page. */
const PAGE_ORIGIN = "${window.location.origin}";

/**
 * What is registered for an app, as a developer would in the dashboard of a sandbox: what its code, its env files and its
 * convex.json say, at the port it is started on.
 *
 * @param port on which the app is expected
 */
export function appAddresses(
  facts: DevFacts,
  { port, inFront }: Pick<ExpectedServer, "port" | "inFront">,
): AppAddresses {
  const { app, backend } = facts;
  const configured = app === null ? null : localRedirectUri(app);
  const origin = originFor(configured, port, inFront);
  const sent = app === null ? [] : sentRedirectUris(app, origin);
  const redirectUri = sendable(configured, sent, origin, app);
  const section = backend?.convexJson.authKit?.stages.development?.configure;
  const registered = section === null || section === undefined || section === false ? null : section;
  const plain = (texts: readonly (string | null)[]): string[] =>
    texts.filter((text) => text !== null && text !== "" && !text.includes("${")) as string[];
  const homepage = registered?.appHomepageUrl ?? null;
  return {
    origin,
    redirectUri,
    redirectUris: distinct([
      redirectUri,
      ...sent,
      ...plain(registered?.redirectUris.map(templateText) ?? []),
    ]),
    corsOrigins: distinct([origin, ...plain(registered?.corsOrigins.map(templateText) ?? [])]),
    homepageUrl: plain([homepage === null ? null : templateText(homepage)])[0] ?? origin,
    logoutUris: distinct([origin, `${origin}/`, ...signOutTargets(app, origin)]),
  };
}

/** Another origin on which the app turned out to be, with what has to be registered for it. */
export function addressesAt(addresses: AppAddresses, origin: string): AppAddresses {
  const moved = (uri: string): string =>
    originOf(uri) === addresses.origin ? origin + uri.slice(addresses.origin.length) : uri;
  return {
    origin,
    redirectUri: moved(addresses.redirectUri),
    redirectUris: distinct([...addresses.redirectUris.map(moved), ...addresses.redirectUris]),
    corsOrigins: distinct([origin, ...addresses.corsOrigins]),
    homepageUrl: moved(addresses.homepageUrl),
    logoutUris: distinct([...addresses.logoutUris.map(moved), ...addresses.logoutUris]),
  };
}

/** The redirect URI that the app's files give for development, where it is one of this machine. */
function localRedirectUri({ redirectUris }: AppFacts): string | null {
  const { sent, examples } = redirectUris.stages.development;
  const texts = [...sent, ...examples].map(({ text }) => text);
  return texts.find((text) => !text.includes("${") && isLocal(text)) ?? null;
}

/** Whether an address is on this machine. */
function isLocal(address: string): boolean {
  const uri = parseWebUri(address);
  return uri !== null && (isLocalhost(uri.host) || isLoopbackAddress(uri.host));
}

/** Keeps scheme and host name of the configured address: a cookie of `localhost` is none of `127.0.0.1`. */
function originFor(configured: string | null, port: number, inFront: string | null): string {
  const uri = configured === null ? null : parseWebUri(configured);
  if (uri === null || configured === null) return `http://localhost:${port}`;
  if (inFront !== null) return originOf(configured) ?? `http://localhost:${port}`;
  return `${uri.scheme.toLowerCase()}://${uri.host.toLowerCase()}:${port}`;
}

function sentRedirectUris({ redirectUris, wiring }: AppFacts, origin: string): string[] {
  const isLeftToPage = wiring.authKitProviders.some(
    (it) => it.package === "@workos-inc/authkit-react" && it.props["redirectUri"] === undefined && !it.open,
  );
  return [
    ...redirectUris.stages.development.sent
      .map(({ text }) => text.replace(PAGE_ORIGIN, origin))
      .filter((text) => !text.includes("${")),
    // authkit-react then sends the origin of the page.
    ...(isLeftToPage ? [origin] : []),
  ];
}

function sendable(
  configured: string | null,
  sent: readonly string[],
  origin: string,
  app: AppFacts | null,
): string {
  // Native apps come back by a scheme of their own.
  const [native] = sent.filter((text) => !/^https?:/i.test(text));
  if (native !== undefined && app?.app.framework === "expo") return native;
  const own = sent.find((text) => originOf(text) === origin);
  if (own !== undefined) return own;
  const path = configured === null ? null : (parseWebUri(configured)?.path ?? null);
  return origin + (path ?? callbackPath(app));
}

/** The path of the route that exchanges the code; `/callback`, as everywhere in the documentation, where none is seen. */
function callbackPath(app: AppFacts | null): string {
  const { routes = [], basePath = null } = app?.routes ?? {};
  const handler = routes.find(({ methods }) =>
    methods.some(({ effects }) => effects.includes("exchanges-code")),
  );
  const page = routes.find(({ path }) => /(?:^|\/)callback$/.test(path));
  return `${basePath ?? ""}${handler?.path ?? page?.path ?? "/callback"}`;
}

function signOutTargets(app: AppFacts | null, origin: string): string[] {
  return (app?.redirectUris.signOuts ?? []).flatMap(({ text, returnTo }) => {
    if (text === null || text.includes("${")) return [];
    if (returnTo === "absolute") return [text];
    return returnTo === "relative" && text.startsWith("/") ? [origin + text] : [];
  });
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
