import { SourceMap } from "node:module";

/** Where the code of a module says it comes from: `convex:notes.js`. */
const SCHEME = "convex:";

const sourceMaps = new Map<string, { json: string; parsed?: SourceMap }>();

/** The file name under which a module is compiled; its source map is kept under that name. */
export function registerSource(component: string, module: string, sourceMap: string): string {
  const name = `${SCHEME}${component === "" ? "" : `${component}/`}${module}.js`;
  sourceMaps.set(name, { json: sourceMap });
  return name;
}

/** Node's types know a part of a call site only. */
interface CallSite extends NodeJS.CallSite {
  isAsync(): boolean;
  isPromiseAll(): boolean;
  getPromiseIndex(): number | null;
}

const INTERNAL = /(?:^|\/)(?:convex\/src\/server\/impl|convex\/dist\/(?:esm|cjs)\/server\/impl)\//;

const framesByError = new WeakMap<Error, string[]>();

/** Makes every `stack` show the app's own source lines, and nothing of the emulator, as Convex's stacks do. */
export function installStackTraces(): void {
  Error.prepareStackTrace = (error, sites) => {
    const frames = (sites as CallSite[]).flatMap(describe);
    while (frames.length > 0 && INTERNAL.test(frames[0] ?? "")) frames.shift();
    while (frames.length > 0 && INTERNAL.test(frames.at(-1) ?? "")) frames.pop();
    framesByError.set(error, frames);
    return [headline(error), ...frames].join("\n");
  };
}

function headline(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

/** The frames of an error, a line each; empty where what was thrown is no error. */
export function framesOf(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [];
  // V8 asks for the frames when the stack is first read.
  void thrown.stack;
  return framesByError.get(thrown) ?? [];
}

/** One frame in Convex's form; none where it lies outside of the app's code. */
function describe(site: CallSite): string[] {
  const file = site.getFileName();
  if (site.isPromiseAll()) return [`    at async Promise.all (index ${site.getPromiseIndex()})`];
  if (file === null || file === undefined || !file.startsWith(SCHEME)) return [];
  const location = original(file, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
  const name = callName(site);
  return [`    at ${site.isAsync() ? "async " : ""}${name === null ? location : `${name} (${location})`}`];
}

function callName(site: CallSite): string | null {
  const name = site.getFunctionName();
  if (site.isConstructor()) return `new ${name ?? "<anonymous>"}`;
  if (site.isToplevel()) return name;
  const type = site.getTypeName();
  const method = site.getMethodName();
  if (name === null) return `${type === null ? "" : `${type}.`}${method ?? "<anonymous>"}`;
  const alias = method !== null && method !== name && name.endsWith(method) ? ` [as ${method}]` : "";
  return `${type !== null && name.startsWith(type) && !name.startsWith(`${type}.`) ? `${type}.` : ""}${name}${alias}`;
}

/** Where a place of the bundle comes from. Lines and columns count from 1. */
function original(file: string, line: number, column: number): string {
  const entry = sourceMap(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return `${file}:${line}:${column}`;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function sourceMap(file: string): SourceMap | undefined {
  const known = sourceMaps.get(file);
  if (known === undefined) return undefined;
  // Most modules never throw: their maps need not be read.
  known.parsed ??= new SourceMap(JSON.parse(known.json));
  return known.parsed;
}
