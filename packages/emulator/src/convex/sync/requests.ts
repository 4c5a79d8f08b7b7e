import type { SessionIdentity } from "../auth/session-identity.ts";
import type { Deployment } from "../deployment.ts";
import { argumentObject } from "../function-arguments.ts";
import { callerOf, recordFunction } from "../function-events.ts";
import type { FunctionResult } from "../functions/function-runner.ts";
import { publicResult } from "../public-result.ts";
import { ServerError } from "../server-error.ts";
import type { ClientMessage } from "./client-message.ts";
import type { Outlet } from "./outlet.ts";
import type { QueryUpdates } from "./query-updates.ts";
import { SYNC_ENDPOINT } from "./sync-endpoint.ts";
import { encodeTimestamp } from "./timestamp.ts";

/** The mutations and actions of one connection. */
export interface Requests {
  /**
   * Queues a mutation: those of a connection run one after the other.
   *
   * @param clientSession under which the client will send it again if it hears nothing
   * @throws {ServerError} where too many wait
   */
  mutate(request: Request, caller: SessionIdentity, clientSession: string | null): void;
  /** Starts an action beside whatever runs. @throws {ServerError} where too many run */
  act(request: Request, caller: SessionIdentity): void;
}

type Request = Extract<ClientMessage, { type: "Mutation" | "Action" }>;

/** Convex refuses more than these on one socket. */
const MOST_AT_A_TIME = 1000;

export function createRequests(
  deployment: Deployment,
  outlet: Outlet,
  updates: QueryUpdates,
  connection: { id: string; hasEnded(): boolean; fail(error: unknown): void },
): Requests {
  const { parts, runner, time, mutations } = deployment;
  let waitingMutations = 0;
  let runningActions = 0;
  let lastMutation: Promise<void> = Promise.resolve();

  async function run(
    kind: "mutation" | "action",
    request: Request,
    caller: SessionIdentity,
  ): Promise<FunctionResult> {
    const { udfPath: path, args } = request;
    const result = await runner.run(kind, path, argumentObject(args), callerOf(caller));
    recordFunction(parts.timeline, { kind, path, result, session: caller, connectionId: connection.id });
    return result;
  }

  const shownTo = (caller: SessionIdentity, result: FunctionResult): FunctionResult =>
    publicResult(result, deployment.redacts(SYNC_ENDPOINT, caller.subject));

  async function runMutation(
    request: Request,
    caller: SessionIdentity,
    clientSession: string | null,
  ): Promise<void> {
    const { requestId } = request;
    updates.hold();
    const { result, ts } = await mutations.once(clientSession, requestId, async () => ({
      result: await run("mutation", request, caller),
      ts: time.latest(),
    }));
    const shown = shownTo(caller, result);
    if (connection.hasEnded()) return;
    if (shown.success) {
      const { value, logLines } = shown;
      const answer = { requestId, success: true as const, result: value, ts: encodeTimestamp(ts), logLines };
      outlet.send({ type: "MutationResponse", ...answer });
    } else outlet.send({ type: "MutationResponse", requestId, ...failed(shown) });
    updates.release();
  }

  async function runAction(request: Request, caller: SessionIdentity): Promise<void> {
    const { requestId } = request;
    const shown = shownTo(caller, await run("action", request, caller));
    if (connection.hasEnded()) return;
    if (shown.success) {
      const { value, logLines } = shown;
      outlet.send({ type: "ActionResponse", requestId, success: true, result: value, logLines });
    } else outlet.send({ type: "ActionResponse", requestId, ...failed(shown) });
    updates.announce();
  }

  return {
    mutate(request, caller, clientSession) {
      if (waitingMutations >= MOST_AT_A_TIME)
        throw new ServerError(
          "rate-limited",
          "TooManyConcurrentMutations",
          `Too many concurrent mutations. Only up to ${MOST_AT_A_TIME} pending mutations allowed on a single websocket.`,
        );
      waitingMutations++;
      lastMutation = lastMutation.then(async () => {
        // One that still waits when its socket closes is not run: the client sends it again.
        if (connection.hasEnded()) return;
        await runMutation(request, caller, clientSession).catch(connection.fail);
        waitingMutations--;
      });
    },
    act(request, caller) {
      if (runningActions > MOST_AT_A_TIME)
        throw new ServerError(
          "rate-limited",
          "TooManyInflightActionsForSingleClient",
          `Inflight actions overloaded for a single client, max concurrency: ${MOST_AT_A_TIME}`,
        );
      runningActions++;
      void runAction(request, caller)
        .catch(connection.fail)
        .finally(() => runningActions--);
    },
  };
}

function failed(result: { errorMessage: string; errorData?: unknown; logLines: string[] }): {
  success: false;
  result: string;
  logLines: string[];
  errorData?: unknown;
} {
  const { errorMessage, errorData, logLines } = result;
  return {
    success: false,
    result: errorMessage,
    logLines,
    ...(errorData === undefined ? {} : { errorData }),
  };
}
