import type { SessionIdentity } from "../auth/session-identity.ts";
import type { Deployment } from "../deployment.ts";
import { argumentObject } from "../function-arguments.ts";
import { callerOf, recordFunction } from "../function-events.ts";
import type { FunctionResult } from "../functions/function-runner.ts";
import { publicResult } from "../public-result.ts";
import type { Modification } from "./client-message.ts";
import type { Outlet } from "./outlet.ts";
import type { StateModification } from "./server-message.ts";
import { encodeVersion, INITIAL_VERSION, type StateVersion } from "./state-version.ts";
import { createSubscriptions, type Subscription } from "./subscriptions.ts";
import { SYNC_ENDPOINT } from "./sync-endpoint.ts";

/** Keeps a client's queries up to date: one pass at a time, each ending in one transition. */
export interface QueryUpdates {
  /** What the client has been told last. */
  version(): StateVersion;
  modify(modifications: readonly Modification[]): void;
  identityChanged(): void;
  invalidate(): void;
  /** A transition is due even if no query has changed: the client waits for its timestamp. */
  announce(): void;
  /** Milliseconds by which the client's clock is ahead. */
  setClockSkew(skew: number): void;
  /** Holds passes back while a mutation of this client runs, so that it is answered before its writes show. */
  hold(): void;
  /** The mutation was answered. */
  release(): void;
  /** Begins a pass if one is due and nothing stands in the way. */
  begin(): void;
  end(): void;
}

/** So many transitions may wait for a client that reads slowly; more would tell it what is outdated before it arrives. */
const MOST_WAITING_TRANSITIONS = 2;

interface Owner {
  id: string;
  /** @throws {ServerError} TokenExpired */
  currentSession(): SessionIdentity;
  /** The versions the client has asked for. */
  received(): { querySet: number; identity: number };
  fail(error: unknown): void;
}

export function createQueryUpdates(deployment: Deployment, outlet: Outlet, owner: Owner): QueryUpdates {
  const { parts, runner, time } = deployment;
  const subscriptions = createSubscriptions();
  let pending: Modification[] = [];
  let version = INITIAL_VERSION;
  let due = false;
  let announced = false;
  let running = false;
  let held = false;
  let ended = false;
  let clockSkew: number | null = null;

  function begin(): void {
    if (!due || running || held || ended || outlet.waitingTransitions() >= MOST_WAITING_TRANSITIONS) return;
    due = false;
    running = true;
    pass()
      .catch(owner.fail)
      .finally(() => {
        running = false;
        begin();
      });
  }

  async function pass(): Promise<void> {
    const session = owner.currentSession();
    // From here to the first run, nothing may come between: the version tells what this pass has taken in.
    const next: StateVersion = { ...owner.received(), ts: time.latest() };
    const mustTell = announced || next.identity !== version.identity || next.querySet !== version.querySet;
    announced = false;
    const modifications = pending;
    pending = [];
    const removed = subscriptions.modify(modifications);
    const stale = subscriptions.takeStale();

    const runs = await Promise.all(stale.map((subscription) => run(subscription, session)));
    if (ended) return;
    const changes = runs.flatMap((change) => change ?? []);
    if (!mustTell && changes.length === 0) return;
    // Removed and added again under one id within a pass: what was added counts.
    const told = new Set(changes.map(({ queryId }) => queryId));
    const gone = removed.filter((queryId) => !told.has(queryId));
    transition(next, [...gone.map((queryId) => ({ type: "QueryRemoved" as const, queryId })), ...changes]);
  }

  async function run(
    subscription: Subscription,
    session: SessionIdentity,
  ): Promise<StateModification | null> {
    const { queryId, udfPath: path, args, journal } = subscription;
    const result = await runner.run("query", path, argumentObject(args), callerOf(session), journal);
    if (ended || !subscriptions.settle(subscription, result)) return null;
    recordFunction(parts.timeline, { kind: "query", path, result, session, connectionId: owner.id });
    const redacted = deployment.redacts(SYNC_ENDPOINT, session.subject);
    return modificationOf(queryId, publicResult(result, redacted));
  }

  function transition(next: StateVersion, modifications: StateModification[]): void {
    outlet.send({
      type: "Transition",
      startVersion: encodeVersion(version),
      endVersion: encodeVersion(next),
      modifications,
      clientClockSkew: clockSkew,
      serverTs: Math.round(parts.clock.now() * 1e6),
    });
    version = next;
  }

  return {
    version: () => version,
    modify(modifications) {
      pending.push(...modifications);
      due = true;
    },
    identityChanged() {
      subscriptions.invalidate();
      due = true;
    },
    invalidate() {
      subscriptions.invalidate();
      due = true;
      begin();
    },
    announce() {
      announced = true;
      due = true;
      begin();
    },
    setClockSkew(skew) {
      clockSkew = skew;
    },
    hold() {
      held = true;
    },
    release() {
      held = false;
      announced = true;
      due = true;
      begin();
    },
    begin,
    end() {
      ended = true;
    },
  };
}

function modificationOf(queryId: number, result: FunctionResult): StateModification {
  if (result.success)
    return {
      type: "QueryUpdated",
      queryId,
      value: result.value,
      logLines: result.logLines,
      journal: result.journal,
    };
  return {
    type: "QueryFailed",
    queryId,
    errorMessage: result.errorMessage,
    logLines: result.logLines,
    journal: null,
    ...(result.errorData === undefined ? {} : { errorData: result.errorData }),
  };
}
