import type { FunctionKind } from "../function-runner.ts";

/** A function as `query({...})` and its like make it. */
export interface Registered {
  isQuery?: boolean;
  isMutation?: boolean;
  isAction?: boolean;
  isHttp?: boolean;
  isPublic?: boolean;
  isInternal?: boolean;
  _handler?: Handler;
  exportArgs?: () => string;
  exportReturns?: () => string;
}

export type Handler = (context: Record<string, unknown>, args: unknown) => unknown;

/** What `httpRouter()` makes. */
export interface Router {
  isRouter: true;
  lookup(path: string, method: string): [Registered, string, string] | null;
}

export function isRegistered(value: unknown): value is Registered & Handler {
  return typeof value === "function" && kindOf(value as Registered) !== null;
}

export function kindOf(registered: Registered): FunctionKind | null {
  if (registered.isQuery === true) return "query";
  if (registered.isMutation === true) return "mutation";
  return registered.isAction === true ? "action" : null;
}

export function isRouter(value: unknown): value is Router {
  return typeof value === "object" && value !== null && "isRouter" in value && "lookup" in value;
}

/** The function that was handed to `query({...})`. */
export function handlerOf(registered: Registered): Handler {
  const { _handler: handler = registered as unknown as Handler } = registered;
  return handler;
}
