import type { ModuleGraph } from "../../source/module-graph.ts";
import { keyName } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { Node } from "../../source/parse.ts";
import type { Location } from "../location.ts";
import type { Reading } from "../reading.ts";
import { type RawScriptCommand, rawScriptCommands } from "../scripts/read-scripts.ts";
import { withoutSecrets } from "../scripts/without-secrets.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { mappedPorts } from "./mapped-ports.ts";
import type { DevServer, PortsFact } from "./ports.ts";
import { serverFilePort } from "./server-file-port.ts";

/** Programs that make the browser's address another one than the server's. */
const IN_FRONT =
  /^(?:portless|caddy|nginx|local-ssl-proxy|ngrok|cloudflared|localtunnel|lt|mkcert|hotel|microfrontends|tailscale|untun|zrok|traefik|netlify|vercel)$/;

/** Ports that the frameworks' own commands take when nothing else is said. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  next: 3000,
  vite: 5173,
  "react-router": 5173,
  expo: 8081,
};

/** Names of scripts that start an app for development. */
const DEV_SCRIPT =
  /^(?:(?:dev|start|serve|web)(?:$|[:._-](?!.*(?:prod|preview|build|test|e2e|storybook)))|.*:dev$|frontend|client)/;

/**
 * Reads on which ports the scripts and configs of an app start it for development.
 */
export function readPorts(
  reading: Pick<Reading, "files" | "graph">,
  app: App,
  workspace: Pick<WorkspaceFact, "packages">,
): PortsFact {
  const commands = rawScriptCommands(reading, workspace);
  const ofApp = commands.filter(({ dir }) => dir === app.dir);
  const config = configPort(reading.graph, app.dir);
  const servers = ofApp
    .filter(({ script }) => DEV_SCRIPT.test(script))
    .flatMap((command) => serverOf(reading.graph, command, app, config) ?? []);
  const proxy = commands.find(
    ({ script, words }) => DEV_SCRIPT.test(script) && words.some((word) => IN_FRONT.test(word)),
  );
  const mapped = mappedPorts(reading.files);
  return { servers, inFront: proxy?.words[0] ?? mapped };
}

function serverOf(
  graph: ModuleGraph,
  command: RawScriptCommand,
  app: App,
  config: ConfigPort | null,
): DevServer | null {
  const { words, assignments, location } = command;
  const [program = "", ...args] = words;
  const kind = kindOf(program, args);
  if (kind === null) return null;
  const own = { command: withoutSecrets(words.join(" ")), location };
  if (kind === "server") return serverFilePort(graph, app.dir, args, assignments, own);
  const strict = kind === "next" ? true : args.includes("--strictPort") ? true : (config?.strict ?? false);
  const option = portOption(args);
  if (option !== undefined) {
    return { ...own, port: portNumber(option), explicit: true, because: `--port ${option}`, strict };
  }
  const variable = assignments["PORT"];
  // Vite does not read PORT, unless its config does.
  if (kind === "next" && variable !== undefined) {
    return { ...own, port: portNumber(variable), explicit: true, because: `PORT=${variable}`, strict };
  }
  if (config !== null && kind !== "next") {
    return {
      ...own,
      port: config.port,
      explicit: true,
      because: "server.port",
      strict,
      location: config.location,
    };
  }
  return {
    ...own,
    port: DEFAULT_PORTS[kind] ?? null,
    explicit: false,
    because: `the default of ${kind}`,
    strict,
  };
}

function kindOf(
  program: string,
  args: readonly string[],
): "next" | "vite" | "react-router" | "expo" | "server" | null {
  const [first] = args.filter((arg) => !arg.startsWith("-"));
  switch (program) {
    case "next":
      return first === "dev" ? "next" : null;
    case "vite":
    case "rolldown-vite":
      return first === undefined || ["dev", "serve", "."].includes(first) || /^\d+$/.test(first)
        ? "vite"
        : null;
    case "react-router":
      return first === "dev" ? "react-router" : null;
    case "expo":
      return first === "start" ? "expo" : null;
    case "node":
    case "bun":
    case "tsx":
    case "nodemon":
      return args.some((arg) => /\.[cm]?[jt]sx?$/.test(arg)) ? "server" : null;
    default:
      return null;
  }
}

function portOption(args: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    const inline = /^(?:--port|-p)=(.+)$/.exec(arg)?.[1] ?? /^-p(\d+)$/.exec(arg)?.[1];
    if (inline !== undefined) return inline;
    if (arg === "--port" || arg === "-p") return args[index + 1];
  }
  return undefined;
}

/** `${PORT:-3001}` stands for its default; anything else that is no number is unknown. */
function portNumber(text: string): number | null {
  const digits = /^(\d{2,5})$/.exec(text)?.[1] ?? /^\$\{\w+:?-(\d{2,5})\}$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

interface ConfigPort {
  port: number | null;
  strict: boolean;
  location: Location;
}

const CONFIGS = ["vite.config.ts", "vite.config.mts", "vite.config.js", "vite.config.mjs", "app.config.ts"];

/** `server.port` of the Vite config; null when there is none. */
function configPort(graph: ModuleGraph, appDir: string): ConfigPort | null {
  const path = CONFIGS.map((name) => (appDir === "" ? name : `${appDir}/${name}`)).find((it) =>
    graph.files.has(it),
  );
  const module = path === undefined ? undefined : graph.module(path);
  if (module === undefined) return null;
  let found: ConfigPort | null = null;
  for (const node of module.nodes) {
    if (node.type !== "Property" || keyName(node) !== "server") continue;
    const server = withoutTypes(node.value);
    if (server.type !== "ObjectExpression") continue;
    let port: Node | null = null;
    let strict = false;
    for (const property of server.properties) {
      if (property.type !== "Property") continue;
      if (keyName(property) === "port") port = property;
      else if (keyName(property) === "strictPort") {
        strict = property.value.type === "Literal" && property.value.value === true;
      }
    }
    if (port?.type !== "Property") continue;
    const value = withoutTypes(port.value);
    const number = value.type === "Literal" && typeof value.value === "number" ? value.value : null;
    // A config that says it twice says it under conditions.
    found = { port: found === null ? number : null, strict, location: module.locationOf(port) };
  }
  return found;
}
