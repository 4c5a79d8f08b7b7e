import vm from "node:vm";
import type { ModuleCode } from "./app-code.ts";

/** What a file that is evaluated at a push may reach: the language, and what its own texts say when it asks for more. */
export interface BareContext {
  /** Reads `process.env.NAME`; throws where that is an error. */
  readVariable(name: string): string | undefined;
  /** Follows the name of what is asked for: `"unsupported when evaluating auth config file"`. */
  refusal: string;
}

/** Milliseconds; Convex allows one second. */
const TIME_LIMIT = 2_000;

/**
 * Evaluates a bundled module alone: no time, no randomness, no network, no timers.
 *
 * @returns its exports; null prototype and foreign classes, for it has globals of its own
 * @throws whatever the module throws; its classes are foreign as well
 */
export function evaluateBare({ code, module }: ModuleCode, bare: BareContext): Record<string, unknown> {
  const context = vm.createContext(sandbox(bare));
  vm.runInContext(withoutTimeAndChance(bare.refusal), context);
  const holder = { exports: {} as Record<string, unknown> };
  const run = new vm.Script(`(function (exports, module) {\n${code}\n})`, {
    filename: `${module}.js`,
    lineOffset: -1,
  }).runInContext(context) as (exports: object, module: object) => void;
  context.run = () => run(holder.exports, holder);
  vm.runInContext("run()", context, { timeout: TIME_LIMIT });
  return holder.exports;
}

/** A file without `export` counts as CommonJS, of which the whole is the default export, if there is anything. */
export function defaultExport(exports: Record<string, unknown>): unknown {
  const { __esModule: isModule } = exports;
  if (isModule !== undefined) return exports.default;
  return Object.keys(exports).length === 0 ? undefined : exports;
}

/** The name and message of what was thrown, which `instanceof Error` may not know. */
export function describeThrown(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return `Uncaught ${String(thrown)}`;
  const { name, message } = thrown as { name?: unknown; message?: unknown };
  const text = typeof message === "string" ? message : JSON.stringify(thrown);
  if (text.startsWith("Script execution timed out"))
    return "Function execution timed out (maximum duration: 1s)";
  return `Uncaught ${typeof name === "string" ? name : "Error"}: ${text}`;
}

function sandbox({ readVariable, refusal }: BareContext): Record<string, unknown> {
  const env = new Proxy(
    {},
    { get: (_target, name) => (typeof name === "string" ? readVariable(name) : undefined) },
  );
  const silent = (): void => undefined;
  const refuse = (what: string) => (): never => {
    throw new Error(`${what} ${refusal}`);
  };
  return {
    process: { env },
    console: { log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent },
    URL,
    URLSearchParams,
    TextEncoder,
    TextDecoder,
    atob,
    btoa,
    structuredClone,
    fetch: refuse("fetch"),
    setTimeout: refuse("setTimeout"),
    setInterval: refuse("setInterval"),
    crypto: {
      randomUUID: refuse("Cryptographic randomness is"),
      getRandomValues: refuse("Cryptographic randomness is"),
    },
    performance: { now: refuse("The Performance API is") },
  };
}

function withoutTimeAndChance(refusal: string): string {
  return `{
  const RealDate = Date;
  const now = () => { throw new Error(${JSON.stringify(`Date ${refusal}`)}); };
  globalThis.Date = new Proxy(RealDate, {
    apply: now,
    construct: (target, args) => (args.length === 0 ? now() : Reflect.construct(target, args)),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
  Math.random = () => { throw new Error(${JSON.stringify(`Math.random ${refusal}`)}); };
}`;
}
