import type { Clock } from "../clock/clock.ts";
import { parseDuration } from "../clock/duration.ts";
import { currentExchange } from "../timeline/current-exchange.ts";
import type { Fault, FaultSetting, ParameterValue, Situation } from "./fault.ts";
import type { Junctions } from "./junctions.ts";
import { checkReach, parseFaultSetting } from "./parse-fault-setting.ts";

/** A fault that is switched on. */
export interface ActiveFault extends FaultSetting {
  parameters: Record<string, ParameterValue>;
  /** Milliseconds since 1970, by the emulator's clock. */
  since: number;
  /** How many requests it has changed, retries counted once. */
  hits: number;
}

/** What a side knows where it asks; parameters and time are added for each fault. */
export type Asked = Omit<Situation, "parameters" | "now">;

/** What was decided, and the faults that had a hand in it. */
export interface Decision<Value> {
  value: Value;
  by: string[];
}

/** Switches faults on and off and asks those that are on. */
export interface Faults {
  /** All faults there are. */
  known: readonly Fault[];
  /**
   * Switches a fault on; one that is on already starts anew.
   *
   * @param setting a text is read as on the command line: `rate-limit?times=2`
   * @throws {RangeError} a sentence that names an unknown id or parameter, or what is wrong with a value
   */
  set(setting: FaultSetting | string): void;
  /** Switches one off, or all. Does nothing to one that is not on. */
  clear(id?: string): void;
  /** Those that are on, used-up ones left out. */
  active(): ActiveFault[];
  /** What holds at a junction: the side's own value, changed by the faults that are on and meant for this subject. */
  decide<Junction extends keyof Junctions>(
    junction: Junction,
    value: Junctions[Junction],
    asked: Asked,
  ): Decision<Junctions[Junction]>;
  /** As `decide`, for whoever only looks: nothing is counted. */
  foresee<Junction extends keyof Junctions>(
    junction: Junction,
    value: Junctions[Junction],
    asked: Asked,
  ): Junctions[Junction];
  /** Is told when a fault is switched on or off. @returns ends it */
  onChange(listener: () => void): () => void;
}

interface Switched extends ActiveFault {
  fault: Fault;
  /** When it ends, milliseconds since 1970. */
  until: number;
  /** Attempts it has counted, oldest first, so that a retry does not count again. */
  attempts: Set<string>;
  /** Requests it has counted that say nothing about retries: one is asked about at several junctions. */
  exchanges: WeakSet<object>;
}

/** An SDK gives up a request after four tries within minutes; nobody retries one that lies so many requests back. */
const MOST_ATTEMPTS = 1_000;

/** @param known every fault that can be switched on */
export function createFaults(known: readonly Fault[], clock: Clock): Faults {
  const on = new Map<string, Switched>();
  const listeners = new Set<() => void>();
  const tellListeners = (): void => {
    for (const listener of listeners) listener();
  };

  const isOver = (one: Switched): boolean => clock.now() >= one.until;
  const isUsedUp = (one: Switched): boolean => one.times !== undefined && one.hits >= one.times;
  function isCounted(one: Switched, { attempt }: Asked): boolean {
    if (attempt !== undefined) return one.attempts.has(attempt);
    const exchange = currentExchange.getStore();
    return exchange !== undefined && one.exchanges.has(exchange);
  }

  /** Whether the fault is meant here; a retry of a request that it has changed stays changed. */
  function reaches(one: Switched, asked: Asked): boolean {
    const { subject } = asked;
    if (isOver(one)) return false;
    if (one.user !== undefined && !isUser(one.user, subject)) return false;
    if (one.session !== undefined && one.session !== subject.sessionId) return false;
    return !isUsedUp(one) || isCounted(one, asked);
  }

  function count(one: Switched, asked: Asked): void {
    if (isCounted(one, asked)) return;
    one.hits++;
    const { attempt } = asked;
    if (attempt === undefined) {
      const exchange = currentExchange.getStore();
      if (exchange !== undefined) one.exchanges.add(exchange);
      return;
    }
    one.attempts.add(attempt);
    const [oldest] = one.attempts;
    if (one.attempts.size > MOST_ATTEMPTS && oldest !== undefined) one.attempts.delete(oldest);
  }

  /** @param changed is told of each fault that has changed the value */
  function changedValue<Junction extends keyof Junctions>(
    junction: Junction,
    value: Junctions[Junction],
    asked: Asked,
    changed: (one: Switched) => void,
  ): Junctions[Junction] {
    let decided = value;
    for (const one of on.values()) {
      const change = one.fault.at[junction];
      if (change === undefined || !reaches(one, asked)) continue;
      const wished = change(decided, { ...asked, parameters: one.parameters, now: clock.now() });
      if (Object.is(wished, decided)) continue;
      decided = wished;
      changed(one);
    }
    return decided;
  }

  return {
    known,
    set(setting) {
      const wished = typeof setting === "string" ? parseFaultSetting(setting, known) : setting;
      const found = known.find(({ id }) => id === wished.id);
      if (found === undefined) throw new RangeError(unknownFault(wished.id, known));
      checkReach(wished);
      const since = clock.now();
      on.set(found.id, {
        ...wished,
        parameters: parametersOf(found, wished),
        fault: found,
        since,
        until: wished.for === undefined ? Infinity : since + parseDuration(wished.for),
        hits: 0,
        attempts: new Set(),
        exchanges: new WeakSet(),
      });
      tellListeners();
    },
    clear(id) {
      if (id === undefined) on.clear();
      else on.delete(id);
      tellListeners();
    },
    active: () =>
      [...on.values()]
        .filter((one) => !isOver(one) && !isUsedUp(one))
        .map(({ fault: _fault, attempts: _a, exchanges: _e, until: _until, ...active }) => active),
    decide(junction, value, asked) {
      const by: string[] = [];
      const decided = changedValue(junction, value, asked, (one) => {
        count(one, asked);
        by.push(one.id);
      });
      return { value: decided, by };
    },
    foresee: (junction, value, asked) => changedValue(junction, value, asked, () => {}),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function isUser(user: string, { email, userId }: Asked["subject"]): boolean {
  return user === userId || user.toLowerCase() === email?.toLowerCase();
}

function parametersOf(
  fault: Fault,
  { parameters: wished = {} }: FaultSetting,
): Record<string, ParameterValue> {
  const values = Object.fromEntries(
    Object.entries(fault.parameters).map(([name, { default: value }]) => [name, value]),
  );
  for (const [name, value] of Object.entries(wished)) {
    const standard = Object.hasOwn(values, name) ? values[name] : undefined;
    if (standard === undefined || typeof standard !== typeof value || Number.isNaN(value))
      throw new RangeError(parameterProblem(fault, name));
    values[name] = value;
  }
  return values;
}

function unknownFault(id: string, known: readonly Fault[]): string {
  return `There is no fault "${id}". Known ones: ${known.map((fault) => fault.id).join(", ")}.`;
}

function parameterProblem(fault: Fault, name: string): string {
  const wanted = Object.hasOwn(fault.parameters, name) ? fault.parameters[name] : undefined;
  if (wanted !== undefined)
    return `The parameter "${name}" of the fault "${fault.id}" must be a ${typeof wanted.default}: ${wanted.about}`;
  const names = ["times", "for", "user", "session", ...Object.keys(fault.parameters)];
  return `The fault "${fault.id}" has no parameter "${name}". It understands: ${names.join(", ")}.`;
}
