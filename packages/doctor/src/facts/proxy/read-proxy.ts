import { type Origin, resolveExport } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import type { Reading } from "../reading.ts";
import { readNextConfig } from "../routes/next-config.ts";
import { nextFolders } from "../routes/next-app-routes.ts";
import type { App } from "../workspace/workspace.ts";
import { getsAll } from "./gets-all.ts";
import { bareRedirects } from "./bare-redirects.ts";
import type { Matchers, ProxyFact, ProxyFile, ProxyKind } from "./proxy.ts";
import { readMatchers } from "./read-matchers.ts";
import { readProxyOptions } from "./read-proxy-options.ts";
import { type ReachableCall, reachableCalls } from "./reachable-calls.ts";

const AUTHKIT = /^@workos(?:-inc)?\/authkit-|^convex-authkit$/;
const KINDS: readonly ProxyKind[] = ["authkitProxy", "authkitMiddleware", "authkit", "convexAuthKitProxy"];

/** Reads the code that runs before the routes of an app. */
export function readProxy(reading: Pick<Reading, "files" | "sources" | "graph">, app: App): ProxyFact {
  if (app.framework === "nextjs") return { files: nextProxies(reading, app) };
  if (app.framework === "tanstack-start") return { files: startMiddleware(reading, app) };
  return { files: [] };
}

function nextProxies({ files, graph }: Pick<Reading, "files" | "graph">, app: App): ProxyFile[] {
  const folders = nextFolders(files.files, app.dir);
  if (folders.app === null && folders.pages === null) return [];
  const config = readNextConfig(graph, app.dir);
  const extensions = config.pageExtensions ?? ["tsx", "ts", "jsx", "js"];
  const at = (dir: string): string => (app.dir === "" ? dir : dir === "" ? app.dir : `${app.dir}/${dir}`);
  const places = [...new Set([folders.beside, at(""), at("src"), folders.app, folders.pages])];
  return places.flatMap((dir) =>
    (["proxy", "middleware"] as const).flatMap((name) => {
      if (dir === null) return [];
      const stem = dir === "" ? name : `${dir}/${name}`;
      const file = extensions.map((extension) => `${stem}.${extension}`).find(files.has);
      const module = file === undefined ? undefined : graph.module(file);
      if (module === undefined) return [];
      const place = dir === folders.beside ? "beside" : "elsewhere";
      const read = proxyFile(graph, module, name, place, folders.beside);
      // Elsewhere a file of that name is only taken for a misplaced proxy when it holds one.
      if (read === null || (place === "elsewhere" && read.kind === "other")) return [];
      return [config.i18n ? withUnknownMatchers(read) : read];
    }),
  );
}

/** Locales in front of paths change what a matcher matches. */
function withUnknownMatchers(file: ProxyFile): ProxyFile {
  if (file.matchers.kind !== "list") return file;
  const matchers: Matchers = {
    kind: "unknown",
    why: "locales change the paths",
    location: file.matchers.location,
  };
  return { ...file, matchers };
}

function proxyFile(
  graph: ModuleGraph,
  module: ParsedModule,
  name: ProxyFile["name"],
  place: ProxyFile["place"],
  expectedIn: string,
): ProxyFile | null {
  const exported =
    module.exports.find((it) => it.exported === "default") ??
    module.exports.find((it) => it.exported === name);
  // A file that cannot be parsed still is the proxy.
  if (exported === undefined && module.unparsable === null) return null;
  const origin: Origin =
    exported === undefined
      ? { kind: "unknown", why: "the file cannot be parsed" }
      : resolveExport(graph, module.path, exported.exported);
  const calls = reachableCalls(graph, origin);
  const authkit = authkitCall(calls) ?? directly(origin);
  const location = module.locationOf({ start: exported?.start ?? 0 });
  const options =
    authkit?.call === undefined ? null : readProxyOptions(graph, authkit.module, authkit.call, authkit.kind);
  const mayProtect = options?.protects === false && calls.some(mayRedirect);
  return {
    file: module.path,
    name,
    place,
    expectedIn,
    kind: authkit?.kind ?? "other",
    options: mayProtect ? { ...options, protects: null } : options,
    getsAll: getsAll(graph, origin),
    matchers:
      module.unparsable === null
        ? readMatchers(module)
        : { kind: "unknown", why: "the file cannot be parsed", location },
    bareRedirects: bareRedirects(graph, calls),
    rewrites: module.unparsable !== null || calls.some(({ call }) => isRewrite(call)),
    location,
  };
}

/** `NextResponse.rewrite(…)` */
function isRewrite(call: CallExpression): boolean {
  return isMethod(call, "rewrite");
}

/**
 * `NextResponse.redirect(…)`, or AuthKit's own way of answering when it is given what to redirect to: whom the proxy
 * sends where is then decided in code.
 */
function mayRedirect({ call, callee }: ReachableCall): boolean {
  if (isMethod(call, "redirect")) return true;
  if (callee.kind !== "package" || !AUTHKIT.test(callee.package)) return false;
  return (
    (callee.exported === "handleAuthkitProxy" || callee.exported === "handleAuthkitHeaders") &&
    call.arguments.length > 2
  );
}

function isMethod({ callee }: CallExpression, name: string): boolean {
  return (
    callee.type === "MemberExpression" &&
    keyName({ key: callee.property, computed: callee.computed }) === name
  );
}

interface AuthkitCall {
  kind: ProxyKind;
  module: ParsedModule;
  call: CallExpression;
}

function authkitCall(calls: ReturnType<typeof reachableCalls>): AuthkitCall | undefined {
  for (const kind of KINDS) {
    const found = calls.find(
      ({ callee }) => callee.kind === "package" && AUTHKIT.test(callee.package) && callee.exported === kind,
    );
    if (found !== undefined) return { kind, module: found.module, call: found.call };
  }
  return undefined;
}

/** `export { authkitMiddleware as default }`, `export const proxy = authkitProxy`. */
function directly(origin: Origin): { kind: ProxyKind; call?: undefined } | undefined {
  if (origin.kind !== "package" || !AUTHKIT.test(origin.package)) return undefined;
  const kind = KINDS.find((it) => it === origin.exported);
  return kind === undefined ? undefined : { kind };
}

function startMiddleware({ sources, graph }: Pick<Reading, "sources" | "graph">, app: App): ProxyFile[] {
  return sources.matching(app.dir, /\bauthkitMiddleware\b/).flatMap(({ path }): ProxyFile[] => {
    const module = graph.module(path);
    if (module === undefined) return [];
    const whole: Origin = { kind: "local", module, declaration: null, value: module.program, members: [] };
    const found = authkitCall(reachableCalls(graph, whole));
    if (found === undefined || found.module !== module) return [];
    return [
      {
        file: path,
        name: "start",
        place: "beside",
        expectedIn: app.dir,
        kind: found.kind,
        options: readProxyOptions(graph, module, found.call, found.kind),
        getsAll: false,
        matchers: { kind: "all" },
        bareRedirects: [],
        rewrites: false,
        location: module.locationOf(found.call),
      },
    ];
  });
}
