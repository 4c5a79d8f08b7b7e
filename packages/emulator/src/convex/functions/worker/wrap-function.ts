import { checkArgs, checkReturns } from "./check-call.ts";
import { type CallContext, currentCall, runInCall } from "./call-context.ts";
import { now } from "./emulated-time.ts";
import { notEmulated } from "./not-emulated.ts";
import { handlerOf, kindOf, type Registered, type Router } from "./registered-function.ts";
import { schedule } from "./scheduling.ts";
import { nestedError } from "./syscalls.ts";

/** Who is told that a query or mutation runs. */
export interface Around {
  began(jobId: number, kind: "query" | "mutation", path: string): void;
  ended(jobId: number): void;
}

/**
 * A function as convex-test is to see it: same kind, but everything that Convex decides about a call and convex-test decides
 * otherwise (identity, validators, time, errors of functions it calls) is settled here.
 */
export function wrapFunction(
  registered: Registered,
  component: string,
  path: string,
  around: Around,
): unknown {
  const kind = kindOf(registered);
  const handler = handlerOf(registered);

  async function run(context: Record<string, unknown>, args: unknown): Promise<unknown> {
    const parent = currentCall();
    if (parent === undefined) throw new Error(`${path} was called outside of a request.`);
    const call = enter(parent, component, kind !== "action");
    const isTransaction = kind !== "action" && kind !== null && parent.frozenTime === null;
    checkArgs(registered, path, args);
    if (isTransaction) around.began(call.jobId, kind, path);
    try {
      if (kind !== "action") refuseOutsideWorld();
      const value = await runInCall(call, async () => await handler(functionContext(context, call), args));
      checkReturns(registered, value ?? null);
      return value;
    } finally {
      if (isTransaction) around.ended(call.jobId);
    }
  }

  return Object.assign(() => undefined, {
    isQuery: registered.isQuery,
    isMutation: registered.isMutation,
    isAction: registered.isAction,
    isPublic: registered.isPublic,
    isInternal: registered.isInternal,
    exportArgs: () => '{"type":"any"}',
    exportReturns: () => "null",
    _handler: run,
  });
}

/** In a query or mutation these globals are that call's own, which convex-test sees to. */
function refuseOutsideWorld(): void {
  for (const [name, shown] of OUTSIDE_WORLD)
    Object.assign(globalThis, {
      [name]: () => {
        throw new Error(
          `Can't use ${shown} in queries and mutations. Please consider using an action. See https://docs.convex.dev/functions/actions for more details.`,
        );
      },
    });
}

const OUTSIDE_WORLD = [
  ["fetch", "fetch()"],
  ["setTimeout", "setTimeout"],
  ["setInterval", "setInterval"],
] as const;

/** A router whose actions see the request as it came and the identity of the caller. */
export function wrapRouter(router: Router): Router {
  return {
    isRouter: true,
    lookup(path, method) {
      const found = router.lookup(path, method);
      if (found === null) return null;
      const handler = handlerOf(found[0]);
      const run = async (context: Record<string, unknown>, request: unknown): Promise<unknown> => {
        const parent = currentCall();
        if (parent === undefined) throw new Error("An HTTP action was called outside of a request.");
        const call = enter(parent, "", false);
        return await runInCall(
          call,
          async () => await handler(functionContext(context, call), atItsUrl(request as Request, call)),
        );
      };
      return [{ isHttp: true, _handler: run }, found[1], found[2]];
    },
  };
}

function enter(parent: CallContext, component: string, isTransaction: boolean): CallContext {
  return {
    ...parent,
    depth: parent.depth + 1,
    component,
    // Who called does not cross the border of a component.
    auth: parent.component === component ? parent.auth : { identity: null },
    frozenTime: parent.frozenTime ?? (isTransaction ? now() : null),
  };
}

function functionContext(context: Record<string, unknown>, { auth }: CallContext): Record<string, unknown> {
  const changed: Record<string, unknown> = {
    ...context,
    auth: {
      getUserIdentity: async () => {
        if ("refused" in auth) throw new Error(auth.refused);
        // A function may change what it is given.
        return structuredClone(auth.identity);
      },
      signJwt: async () => {
        throw new Error(notEmulated("signed tokens"));
      },
    },
  };
  // In an action convex-test calls other functions directly, and their errors come as they were thrown.
  if (typeof context.runAction === "function")
    for (const name of ["runQuery", "runMutation", "runAction"])
      changed[name] = withNestedErrors(context[name] as Call);
  if (typeof context.scheduler === "object" && context.scheduler !== null)
    changed.scheduler = Object.fromEntries(
      Object.entries(context.scheduler as Record<string, Call>).map(([name, call]) => [
        name,
        (...args: unknown[]) => schedule(() => call(...args)),
      ]),
    );
  return changed;
}

type Call = (...args: unknown[]) => Promise<unknown>;

function withNestedErrors(call: Call): Call {
  return async (...args) => {
    try {
      return await call(...args);
    } catch (thrown) {
      throw nestedError(thrown);
    }
  };
}

function atItsUrl(request: Request, { requestUrl }: CallContext): Request {
  return requestUrl === null ? request : new Request(requestUrl, request);
}
