import type { Clock } from "../clock/clock.ts";
import { parseDuration } from "../clock/duration.ts";
import type { Fault, FaultSetting, ParameterValue, Situation } from "./fault.ts";
import type { Junctions } from "./junctions.ts";

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
  /** Switches a fault on; one that is on already starts anew. @throws {RangeError} names an unknown id or parameter */
  set(setting: FaultSetting | string): void;
  /** Switches one off, or all. */
  clear(id?: string): void;
  /** Those that are on, used-up ones left out. */
  active(): ActiveFault[];
  /** What holds at a junction: the side's own value, changed by the faults that are on and meant for this subject. */
  decide<Junction extends keyof Junctions>(
    junction: Junction,
    value: Junctions[Junction],
    asked: Asked,
  ): Promise<Decision<Junctions[Junction]>>;
}

interface Switched extends ActiveFault {
  fault: Fault;
  /** Attempts it has counted, so that a retry does not count again. */
  attempts: Set<string>;
}

/** @param known every fault that can be switched on */
export function createFaults(known: readonly Fault[], clock: Clock): Faults {
  const on = new Map<string, Switched>();

  const expired = (one: Switched): boolean =>
    one.for !== undefined && clock.now() >= one.since + parseDuration(one.for);
  const usedUp = (one: Switched): boolean => one.times !== undefined && one.hits >= one.times;

  /** Whether the fault is meant here; a retry of a request that it has changed stays changed. */
  function reaches(one: Switched, { subject, attempt }: Asked): boolean {
    if (expired(one)) return false;
    if (one.user !== undefined && one.user !== subject.email && one.user !== subject.userId) return false;
    if (one.session !== undefined && one.session !== subject.sessionId) return false;
    return !usedUp(one) || (attempt !== undefined && one.attempts.has(attempt));
  }

  function count(one: Switched, { attempt }: Asked): void {
    if (attempt !== undefined && one.attempts.has(attempt)) return;
    if (attempt !== undefined) one.attempts.add(attempt);
    one.hits++;
  }

  return {
    known,
    set(setting) {
      const wished = typeof setting === "string" ? { id: setting } : setting;
      const found = known.find(({ id }) => id === wished.id);
      if (found === undefined)
        throw new RangeError(
          `There is no fault "${wished.id}". Known ones: ${known.map(({ id }) => id).join(", ")}.`,
        );
      if (wished.for !== undefined) parseDuration(wished.for);
      const parameters = Object.fromEntries(
        Object.entries(found.parameters).map(([name, { default: value }]) => [name, value]),
      );
      for (const [name, value] of Object.entries(wished.parameters ?? {})) {
        const standard = parameters[name];
        if (standard === undefined || typeof standard !== typeof value)
          throw new RangeError(parameterProblem(found, name));
        parameters[name] = value;
      }
      on.set(found.id, {
        ...wished,
        parameters,
        fault: found,
        since: clock.now(),
        hits: 0,
        attempts: new Set(),
      });
    },
    clear(id) {
      if (id === undefined) on.clear();
      else on.delete(id);
    },
    active: () =>
      [...on.values()]
        .filter((one) => !expired(one) && !usedUp(one))
        .map(({ fault: _fault, attempts: _attempts, ...active }) => active),
    async decide(junction, value, asked) {
      let decided = value;
      const by: string[] = [];
      for (const one of on.values()) {
        const change = one.fault.at[junction];
        if (change === undefined || !reaches(one, asked)) continue;
        const changed = await change(decided, { ...asked, parameters: one.parameters, now: clock.now() });
        if (Object.is(changed, decided)) continue;
        decided = changed;
        by.push(one.id);
        count(one, asked);
      }
      return { value: decided, by };
    },
  };
}

function parameterProblem(fault: Fault, name: string): string {
  const wanted = fault.parameters[name];
  if (wanted !== undefined)
    return `The parameter "${name}" of the fault "${fault.id}" must be a ${typeof wanted.default}: ${wanted.about}`;
  const names = Object.keys(fault.parameters);
  return `The fault "${fault.id}" has no parameter "${name}". ${names.length === 0 ? "It has none of its own." : `It has: ${names.join(", ")}.`}`;
}
