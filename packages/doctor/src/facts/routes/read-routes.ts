import { isMissing, type Known, missing } from "../missing.ts";
import type { Reading } from "../reading.ts";
import type { App } from "../workspace/workspace.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import { exportedMethods } from "./exported-methods.ts";
import { hostDiversions } from "./host-diversions.ts";
import { nextAppEntries, type NextEntry, nextFolders, nextPagesEntries } from "./next-app-routes.ts";
import { readNextConfig } from "./next-config.ts";
import { nextMetadataRoutes } from "./next-metadata-routes.ts";
import { HANDLER_METHODS, serverAuthCalls } from "./next-server-calls.ts";
import { CLIENT_ROUTER, clientRoutes, flatRoutePath, frameworkRoutes } from "./react-router-routes.ts";
import { normalized } from "./route-path.ts";
import type { Route, RoutesFact } from "./routes.ts";
import { SERVER_PACKAGES, serverHandlers } from "./server-handlers.ts";
import { successHandlers } from "./success-handlers.ts";
import { tanstackRouteFolders, tanstackRoutes } from "./tanstack-routes.ts";
import { readViteBase } from "./vite-base.ts";

const SERVER_CALL = /\b(?:withAuth|getInitialAuth|getConvexToken|getSignInUrl|getSignUpUrl|signOut)\b/;

const SUCCESS = /\bonSuccess\b/;

/** What the reader of routes is given. */
type RoutesReading = Pick<Reading, "files" | "sources" | "graph">;

/**
 * Reads the URLs that an app answers, as its framework declares them.
 */
export function readRoutes(reading: RoutesReading, app: App): Known<RoutesFact> {
  const own = ownRoutes(reading, app);
  if (isMissing(own)) return own;
  const diversions = hostDiversions(reading.files, app.dir);
  return {
    ...own,
    complete: own.complete && diversions !== null,
    diversions: [...own.diversions, ...(diversions ?? [])],
    routes: [...own.routes, ...customServer(reading, app)],
  };
}

function ownRoutes(reading: RoutesReading, app: App): Known<RoutesFact> {
  const { graph } = reading;
  switch (app.framework) {
    case "nextjs":
      return nextRoutes(reading, app);
    case "tanstack-start": {
      const folders = tanstackRouteFolders(graph, app.dir);
      const routes = tanstackRoutes(graph, folders);
      // Without a single file route the router is put together in code.
      const config = textAt(reading.files, app.dir === "" ? "vite.config.ts" : `${app.dir}/vite.config.ts`);
      // The single-page mode serves one shell for every path.
      const routing = /\bspa\s*:\s*\{[^}]*\benabled\s*:\s*true/.test(config) ? "client" : "server";
      return fact({ complete: routes.length > 0, routing, routes, ...viteBase(graph, app) });
    }
    case "react-router":
    case "remix":
      return frameworkFact(reading, app);
    case "expo":
      return fact({ complete: false, routing: "client", routes: expoRoutes(graph, app) });
    case "vite-react":
    case "bun-react":
    case "electron":
      return fact({
        complete: false,
        routing: "client",
        routes: [
          ...tanstackRoutes(graph, tanstackRouteFolders(graph, app.dir)),
          ...sourcesOf(reading, app, CLIENT_ROUTER).flatMap((path) => {
            const module = graph.module(path);
            return module === undefined ? [] : clientRoutes(module);
          }),
        ],
        ...viteBase(graph, app),
      });
    case "other":
      return sourcesOf(reading, app, SERVER_PACKAGES).length === 0
        ? missing("the routes of this framework are not read")
        : fact({ complete: false, routing: "server", routes: [], basePath: null });
  }
}

function fact(known: Pick<RoutesFact, "complete" | "routing" | "routes"> & Partial<RoutesFact>): RoutesFact {
  return { basePath: "", diversions: [], serverAuthCalls: [], metadata: [], successHandlers: [], ...known };
}

function viteBase(graph: ModuleGraph, app: App): Pick<RoutesFact, "basePath"> {
  return { basePath: readViteBase(graph, app.dir) };
}

function nextRoutes({ files, graph, sources }: RoutesReading, app: App): RoutesFact {
  const config = readNextConfig(graph, app.dir);
  const folders = nextFolders(files.files, app.dir);
  const extensions = config.pageExtensions ?? ["tsx", "ts", "jsx", "js"];
  const appEntries = folders.app === null ? [] : nextAppEntries(files.files, folders.app, extensions);
  const pagesEntries = folders.pages === null ? [] : nextPagesEntries(files.files, folders.pages, extensions);
  // Following every component is worth its time only where there may be something to find.
  const mentionsCalls = app.sourceDirs.some((dir) => sources.matching(dir, SERVER_CALL).length > 0);
  const withSuccess = new Set(
    app.sourceDirs.flatMap((dir) =>
      sources.matching(dir, SUCCESS).flatMap(({ path, text }) => (text.includes("handleAuth") ? [path] : [])),
    ),
  );
  const methodNames = Object.fromEntries(HANDLER_METHODS.map((name) => [name, name]));
  const routes = [
    ...appEntries.flatMap((entry) => routeOf(graph, entry, methodNames)),
    ...pagesEntries.flatMap((entry) => routeOf(graph, entry, { default: "ALL" })),
  ];
  return fact({
    complete:
      config.pageExtensions !== null && config.diversions !== null && !config.i18n && routes.length > 0,
    routing: "server",
    basePath: config.basePath,
    diversions: config.diversions ?? [],
    routes,
    serverAuthCalls: mentionsCalls ? appEntries.flatMap((entry) => serverAuthCalls(graph, entry)) : [],
    metadata: nextMetadataRoutes(files.files, app.dir, folders.app),
    successHandlers: appEntries.flatMap((entry) => successHandlers(graph, entry, withSuccess)),
  });
}

function routeOf(graph: ModuleGraph, entry: NextEntry, names: Readonly<Record<string, string>>): Route[] {
  if (entry.kind !== "page" && entry.kind !== "handler") return [];
  const methods = entry.kind === "handler" ? exportedMethods(graph, entry.file, names) : [];
  const route: Route = { path: entry.path, file: entry.file, kind: entry.kind, methods };
  return [
    entry.kind === "handler" && namesItsExports(graph, entry.file)
      ? { ...route, methodsComplete: true }
      : route,
  ];
}

/** Whether a file can be parsed and passes on nothing that only another file names. */
function namesItsExports(graph: ModuleGraph, file: string): boolean {
  const module = graph.module(file);
  return (
    module !== undefined &&
    module.unparsable === null &&
    module.exports.length > 0 &&
    module.exports.every(({ exported }) => exported !== "*") &&
    !/\bmodule\.exports\b|\bexports\./.test(module.text)
  );
}

function frameworkFact({ files, graph }: RoutesReading, app: App): RoutesFact {
  const prefix = app.dir === "" ? "" : `${app.dir}/`;
  const appFolder = ["app", "src"].find((dir) =>
    files.files.some((path) => path.startsWith(`${prefix}${dir}/`)),
  );
  const folder = `${prefix}${appFolder ?? "app"}`;
  const config = ["routes.ts", "routes.tsx", "routes.js"].map((name) => `${folder}/${name}`).find(files.has);
  const module = config === undefined ? undefined : graph.module(config);
  const declared = module === undefined ? null : frameworkRoutes(graph, module);
  const names = { loader: "GET", action: "POST" };
  const route = (path: string, file: string): Route => {
    const hasPage = graph.module(file)?.exports.some(({ exported }) => exported === "default") ?? true;
    return { path, file, kind: hasPage ? "page" : "handler", methods: exportedMethods(graph, file, names) };
  };
  const byName =
    declared === null || declared.flat
      ? files.files.flatMap((file) => {
          const name = file.startsWith(`${folder}/routes/`) ? file.slice(folder.length + 8) : null;
          if (name === null || !/\.[jt]sx?$/.test(name)) return [];
          return [route(flatRoutePath(name.replace(/\.[jt]sx?$/, "")), file)];
        })
      : [];
  const written = (declared?.routes ?? []).flatMap(({ path, file }) =>
    file === null ? [] : [route(path, file)],
  );
  const routes = [...written, ...byName];
  const unresolved = (declared?.routes ?? []).some(({ file }) => file === null);
  return fact({
    complete: routes.length > 0 && (declared?.complete ?? true) && !unresolved,
    routing: isSinglePage(textAt(files, `${prefix}react-router.config.ts`)) ? "client" : "server",
    routes,
    ...viteBase(graph, app),
  });
}

function textAt(files: RoutesReading["files"], path: string): string {
  return files.has(path) ? (files.read(path) ?? "") : "";
}

function isSinglePage(config: string): boolean {
  return /\bssr\s*:\s*false\b/.test(config);
}

function expoRoutes(graph: ModuleGraph, app: App): Route[] {
  const prefix = app.dir === "" ? "" : `${app.dir}/`;
  return ["app", "src/app"].flatMap((dir) =>
    graph.files.files.flatMap((file): Route[] => {
      const inside = file.startsWith(`${prefix}${dir}/`) ? file.slice(prefix.length + dir.length + 1) : "";
      const name = inside.replace(/(?:\.(?:ios|android|native|web))?\.[jt]sx?$/, "");
      if (inside === name || /(?:^|\/)[_+]/.test(name)) return [];
      const isHandler = name.endsWith("+api");
      const path = name
        .replace(/\+api$/, "")
        .split("/")
        .filter((part) => !/^\(.*\)$/.test(part) && part !== "index")
        .join("/");
      const methods = isHandler
        ? exportedMethods(graph, file, Object.fromEntries(HANDLER_METHODS.map((it) => [it, it])))
        : [];
      return [{ path: normalized(path), file, kind: isHandler ? "handler" : "page", methods }];
    }),
  );
}

/** Handlers of an Express, Hono or similar server within the app. */
function customServer(from: RoutesReading, app: App): Route[] {
  return sourcesOf(from, app, SERVER_PACKAGES).flatMap((path) => {
    const module = from.graph.module(path);
    return module === undefined ? [] : serverHandlers(from.graph, module);
  });
}

function sourcesOf({ sources }: RoutesReading, app: App, pattern: RegExp): string[] {
  return sources.matching(app.dir, pattern).map(({ path }) => path);
}
