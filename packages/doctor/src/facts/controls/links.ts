import type { Origin } from "../../source/binding-resolver.ts";
import { functionOf, isPackageExport, propertyOrigin, resolveIdentifier } from "../../source/bindings.ts";
import { evaluate } from "../../source/evaluate.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { JSXOpeningElement, Node, ParsedModule } from "../../source/parse.ts";
import { type FunctionLike, walk, withoutTypes } from "../../source/walk.ts";
import type { AppSources } from "../gating/app-sources.ts";
import { readAttribute, tagName, writtenAttribute } from "../gating/jsx-elements.ts";
import { quoteOf } from "../gating/reach.ts";
import type { Route, RouteEffect, RoutesFact } from "../routes/routes.ts";
import { isWorthKeeping } from "../source-texts.ts";
import type { ControlsFact, RouteLink } from "./controls.ts";

/** Words without which no link leads to a route that signs in or out; most files of a project hold none. */
const NAMES_A_CONTROL = /href|prefetch|\bto=|\burl=|\bpath=/;

const SIGNS: ReadonlySet<RouteEffect> = new Set([
  "ends-session",
  "redirects-to-sign-in",
  "redirects-to-sign-up",
]);

/** The handlers that sign in or out: a server can have hundreds of others, and links to those (or to a callback) say nothing. */
function signingHandlers({ routes }: RoutesFact): Route[] {
  return routes.filter(
    ({ kind, methods }) =>
      kind === "handler" && methods.some(({ effects }) => effects.some((effect) => SIGNS.has(effect))),
  );
}

/** Finds the links to route handlers that sign in or out, written as elements of the page, with Next.js' `<Link>` or with a wrapper of it. */
export function readLinks(sources: AppSources, routes: RoutesFact): RouteLink[] {
  const handlers = new Map(signingHandlers(routes).map((it) => [it.path, it]));
  const names = lastNames([...handlers.values()]);
  if (names.length === 0) return [];
  const mentioned = mentionOf(names);
  // A handler can be called anything, but mostly says that it is about signing in or out.
  const modules = names.every(isWorthKeeping)
    ? sources.mentioning(NAMES_A_CONTROL, mentioned)
    : sources.matching(NAMES_A_CONTROL, mentioned);
  return modules.flatMap((module) => {
    const links: RouteLink[] = [];
    for (const node of module.nodesMentioning(NAMES_A_CONTROL)) {
      if (node.type !== "JSXOpeningElement") continue;
      for (const link of readLink(sources.graph, module, node)) {
        if (handlers.has(link.path))
          links.push({ ...link, quote: quoteOf(module, node), location: module.locationOf(node) });
      }
    }
    return links;
  });
}

/** Finds `router.prefetch("/path")` of Next.js for route handlers that sign in or out. */
export function readPrefetchCalls(sources: AppSources, routes: RoutesFact): ControlsFact["prefetchCalls"] {
  const handlers = new Set(signingHandlers(routes).map(({ path }) => path));
  if (handlers.size === 0) return [];
  return sources.mentioning(/prefetch\b/).flatMap((module) => {
    const calls: ControlsFact["prefetchCalls"] = [];
    for (const node of module.nodesMentioning("prefetch")) {
      if (node.type !== "CallExpression") continue;
      const made = propertyOrigin(sources.graph, module, node.callee);
      if (made === undefined || made.property.join(".") !== "prefetch") continue;
      if (!isPackageExport(made.callee, "next", "useRouter")) continue;
      const [target] = node.arguments;
      const path = target === undefined ? undefined : pathOf(sources.graph, module, target);
      if (path !== undefined && handlers.has(path)) {
        calls.push({ path, quote: quoteOf(module, node), location: module.locationOf(node) });
      }
    }
    return calls;
  });
}

/** The last names of the handlers' paths. */
function lastNames(handlers: readonly Route[]): string[] {
  return handlers.flatMap(
    ({ path }) => path.split("/").findLast((it) => it !== "" && !it.startsWith("[")) ?? [],
  );
}

/** A pattern for these names: a file without any of them links to none of the handlers. */
function mentionOf(names: readonly string[]): RegExp {
  // Also where it is written `paths.signOut` or `SIGN_OUT`.
  const spelt = names.map((name) =>
    name
      .split(/[^a-zA-Z0-9]+/)
      .filter(Boolean)
      .join("[-_]?"),
  );
  return new RegExp(spelt.join("|"), "i");
}

type LinkReading = Pick<RouteLink, "path" | "kind" | "prefetch">;

function readLink(graph: ModuleGraph, module: ParsedModule, element: JSXOpeningElement): LinkReading[] {
  const kind = linkKind(graph, module, element);
  if (kind === undefined) return [];
  const address =
    writtenAttribute(element, kind.address ?? "href") ??
    (kind.kind === "router-link" ? writtenAttribute(element, "to") : null);
  const paths = address === null ? [] : pathsOf(graph, module, address);
  if (kind.kind !== "next-link") return paths.map((path) => ({ path, kind: kind.kind, prefetch: "off" }));
  const own = prefetchOf(graph, module, element);
  // What a wrapper sets itself is not overwritten by what is handed to it, unless it spreads that behind.
  return paths.map((path) => ({ path, kind: "next-link", prefetch: kind.prefetch ?? own }));
}

/** What an element that links is. */
interface LinkKind {
  kind: RouteLink["kind"];
  /** Of a wrapper that decides it; null when the element does. */
  prefetch: RouteLink["prefetch"] | null;
  /** The prop of a wrapper that becomes the address; `href` when absent. */
  address?: string;
}

function linkKind(
  graph: ModuleGraph,
  module: ParsedModule,
  element: JSXOpeningElement,
): LinkKind | undefined {
  const tag = tagName(element);
  if (tag !== undefined) return tag === "a" ? { kind: "anchor", prefetch: null } : undefined;
  const polymorphic = writtenAttribute(element, "as") ?? writtenAttribute(element, "component");
  for (const name of [element.name, ...(polymorphic?.type === "Identifier" ? [polymorphic] : [])]) {
    const origin = resolveIdentifier(graph, module, name);
    if (isNextLink(origin)) return { kind: "next-link", prefetch: null };
    if (isPackageExport(origin, /router/, ["Link", "NavLink"]))
      return { kind: "router-link", prefetch: null };
    const fn = functionOf(origin);
    const wrapped =
      fn === undefined || origin.kind !== "local" ? undefined : wrapperKind(graph, origin.module, fn);
    if (wrapped !== undefined) return wrapped;
  }
  return undefined;
}

function isNextLink(origin: Origin): boolean {
  return isPackageExport(origin, "next", ["default", "Link"], "link");
}

/** A component that renders one `<Link>` with the address it is given. */
function wrapperKind(graph: ModuleGraph, module: ParsedModule, fn: FunctionLike): LinkKind | undefined {
  const links: JSXOpeningElement[] = [];
  walk(fn, (node) => {
    if (node.type !== "JSXOpeningElement" || tagName(node) !== undefined) return;
    if (isNextLink(resolveIdentifier(graph, module, node.name))) links.push(node);
  });
  const [link, ...others] = links;
  if (link === undefined || others.length > 0) return undefined;
  const address = passedAddress(graph, module, fn, link);
  if (address === undefined) return undefined;
  const reading = readAttribute(link, "prefetch");
  if (reading.kind === "unknown") return { kind: "next-link", prefetch: null, address };
  if (reading.kind === "absent") return { kind: "next-link", prefetch: "eager", address };
  const passed = reading.value === null ? null : resolveIdentifier(graph, module, reading.value);
  // `prefetch={prefetch}`: the element decides, unless there is a default.
  if (passed?.kind === "parameter") {
    const hasDefault = passed.declaration.path.some((step) => step.kind !== "rest" && step.default !== null);
    return { kind: "next-link", prefetch: hasDefault ? "unknown" : null, address };
  }
  return { kind: "next-link", prefetch: prefetchOf(graph, module, link), address };
}

/** The prop of a wrapper that becomes the link's address: named, or `href` in what is spread. */
function passedAddress(
  graph: ModuleGraph,
  module: ParsedModule,
  fn: FunctionLike,
  link: JSXOpeningElement,
): string | undefined {
  const written = readAttribute(link, "href");
  if (written.kind === "unknown") return "href";
  if (written.kind === "absent" || written.value === null) return undefined;
  const origin = resolveIdentifier(graph, module, written.value);
  const isOwn = origin.kind === "parameter" && origin.declaration.node === fn;
  return isOwn && origin.members.length === 1 ? origin.members[0] : undefined;
}

function prefetchOf(
  graph: ModuleGraph,
  module: ParsedModule,
  element: JSXOpeningElement,
): RouteLink["prefetch"] {
  const reading = readAttribute(element, "prefetch");
  if (reading.kind === "unknown") return "unknown";
  if (reading.kind === "absent" || reading.value === null) return "eager";
  const value = evaluate(graph, module, reading.value);
  switch (value.kind) {
    case "boolean":
      return value.value ? "eager" : "off";
    case "null":
    case "undefined":
      return "eager";
    case "string":
      return value.value === "auto" ? "eager" : "unknown";
    default:
      return "unknown";
  }
}

/** The paths that an address may be: one, or those of a list that `map` goes through. */
function pathsOf(graph: ModuleGraph, module: ParsedModule, address: Node): string[] {
  const path = pathOf(graph, module, address);
  return path === undefined ? pathsOfList(graph, module, address) : [path];
}

/** `item.href` in `items.map((item) => <Link href={item.href} />)`, where the list is written out. */
function pathsOfList(graph: ModuleGraph, module: ParsedModule, address: Node): string[] {
  const origin = resolveIdentifier(graph, module, withoutTypes(address));
  if (origin.kind !== "parameter" || origin.declaration.parameter !== 0 || origin.members.length > 1)
    return [];
  const callback = origin.declaration.node;
  const call = callback.parent;
  if (call?.type !== "CallExpression" || call.arguments[0] !== callback) return [];
  const callee = withoutTypes(call.callee);
  if (callee.type !== "MemberExpression" || callee.computed || !/^(?:flatM|m)ap$/.test(callee.property.name))
    return [];
  const list = evaluate(graph, origin.module, callee.object);
  if (list.kind !== "array") return [];
  const [member] = origin.members;
  return list.items.flatMap(({ value, when }) => {
    if (when.length > 0) return [];
    const entry = value.kind === "object" ? value.entries.find(({ key }) => key === member) : undefined;
    const text = member === undefined ? value : entry?.value;
    return text?.kind === "string" ? (appPath(text.value) ?? []) : [];
  });
}

/** The path of an address within the app; undefined for other hosts and for what cannot be told. */
function pathOf(graph: ModuleGraph, module: ParsedModule, address: Node): string | undefined {
  const value = evaluate(graph, module, address);
  let text = value.kind === "string" ? value.value : undefined;
  if (value.kind === "object") {
    const entry = value.entries.find(({ key }) => key === "pathname");
    text = entry?.value.kind === "string" && entry.when.length === 0 ? entry.value.value : undefined;
  }
  return text === undefined ? undefined : appPath(text);
}

/** Without what follows `?` or `#`; undefined for other hosts. */
function appPath(text: string): string | undefined {
  if (!/^\/(?!\/)/.test(text)) return undefined;
  const path = text.replace(/[?#].*$/, "");
  return path.length > 1 ? path.replace(/\/$/, "") : path;
}
