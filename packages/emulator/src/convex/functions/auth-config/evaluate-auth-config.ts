import vm from "node:vm";
import { validateAuthConfig } from "@convex-authkit/core";
import type { ModuleCode } from "../bundle/app-code.ts";

/** Why an auth config is refused. */
export class AuthConfigError extends Error {
  /** The code Convex's push API answers with. */
  code: "AuthConfigMissingEnvironmentVariable" | "InvalidAuthConfig";
  failureMode: string | null;

  constructor(code: AuthConfigError["code"], message: string, failureMode: string | null = null) {
    super(message);
    this.code = code;
    this.failureMode = failureMode;
  }
}

/** Milliseconds; as for a query. */
const TIME_LIMIT = 5_000;

/**
 * Evaluates a bundled auth config as Convex does when it is pushed or when a variable changes: alone, without time,
 * randomness or network, with the deployment's variables, of which an unset one may not be read.
 *
 * @param explanation what is said in front of a refusal: "The pushed auth config is invalid"
 * @returns the auth config as it is stored, plain JSON
 * @throws {AuthConfigError} in Convex's words
 */
export function evaluateAuthConfig(
  { code }: ModuleCode,
  variables: Readonly<Record<string, string>>,
  explanation = "The pushed auth config is invalid",
): unknown {
  let exported: unknown;
  try {
    exported = evaluate(code, variables);
  } catch (thrown) {
    throw uncaught(thrown, explanation);
  }
  const [error] = validateAuthConfig(exported).errors;
  if (error !== undefined)
    throw new AuthConfigError("InvalidAuthConfig", `${explanation}: ${error.message}`, error.failureMode);
  return JSON.parse(JSON.stringify(exported));
}

function evaluate(code: string, variables: Readonly<Record<string, string>>): unknown {
  const context = vm.createContext(sandbox(variables));
  vm.runInContext(WITHOUT_TIME_AND_CHANCE, context);
  const module = { exports: {} as Record<string, unknown> };
  const run = new vm.Script(`(function (exports, module) {\n${code}\n})`, {
    filename: "auth.config.js",
    lineOffset: -1,
  }).runInContext(context) as (exports: object, module: object) => void;
  context.run = () => run(module.exports, module);
  vm.runInContext("run()", context, { timeout: TIME_LIMIT });
  return defaultExport(module.exports);
}

/** A file without `export` counts as CommonJS, of which the whole is the default export, if there is anything. */
function defaultExport(exports: Record<string, unknown>): unknown {
  const { __esModule: isModule } = exports;
  if (isModule !== undefined) return exports.default;
  return Object.keys(exports).length === 0 ? undefined : exports;
}

function sandbox(variables: Readonly<Record<string, string>>): Record<string, unknown> {
  const env = new Proxy(
    {},
    {
      get(_target, name) {
        if (typeof name !== "string") return undefined;
        const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
        if (value !== undefined) return value;
        throw new Error(`Environment variable ${name} is used in auth config file but its value was not set`);
      },
    },
  );
  const silent = (): void => undefined;
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
    fetch: unsupported("fetch"),
    setTimeout: unsupported("setTimeout"),
    setInterval: unsupported("setInterval"),
    crypto: {
      randomUUID: refuse("Cannot use cryptographic randomness when evaluating auth config file"),
      getRandomValues: refuse("Cannot use cryptographic randomness when evaluating auth config file"),
    },
    performance: {
      now: refuse("The Performance API is not supported when evaluating auth config file"),
    },
  };
}

function unsupported(name: string): () => never {
  return refuse(`${name} unsupported while evaluating auth config file`);
}

function refuse(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

const WITHOUT_TIME_AND_CHANCE = `
{
  const RealDate = Date;
  const now = () => { throw new Error("Date unsupported when evaluating auth config file"); };
  globalThis.Date = new Proxy(RealDate, {
    apply: now,
    construct: (target, args) => (args.length === 0 ? now() : Reflect.construct(target, args)),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
  Math.random = () => { throw new Error("Math.random unsupported when evaluating auth config file"); };
}`;

function uncaught(thrown: unknown, explanation: string): AuthConfigError {
  const { name, message } = describeThrown(thrown);
  if (message.startsWith("Environment variable"))
    return new AuthConfigError("AuthConfigMissingEnvironmentVariable", message, "convex-client-id-missing");
  const timedOut = message.startsWith("Script execution timed out");
  const text = timedOut
    ? "Function execution timed out (maximum duration: 1s)"
    : `Uncaught ${[name, message].filter((part) => part !== "").join(": ")}`;
  return new AuthConfigError("InvalidAuthConfig", `${explanation}: ${text}`);
}

/** What was thrown may come from the other context, where `instanceof Error` says no. */
function describeThrown(thrown: unknown): { name: string; message: string } {
  if (typeof thrown !== "object" || thrown === null) return { name: "", message: String(thrown) };
  const { name, message } = thrown as { name?: unknown; message?: unknown };
  return {
    name: typeof name === "string" ? name : "Error",
    message: typeof message === "string" ? message : JSON.stringify(thrown),
  };
}
