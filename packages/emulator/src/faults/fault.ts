import type { Side, Subject } from "../timeline/event.ts";
import type { Junctions } from "./junctions.ts";

/** The value of a parameter. */
export type ParameterValue = string | number | boolean;

/** A parameter a fault understands beside the common ones. */
export interface Parameter<Value extends ParameterValue = ParameterValue> {
  default: Value;
  /** One sentence: what it is, with its unit. */
  about: string;
}

/** Parameters every fault understands: how often, for how long, for whom. */
export interface Reach {
  /**
   * For so many requests; a request with its retries (one `Idempotency-Key`) counts once, so that a fault outlives the retries
   * of an SDK. Absent: until it is switched off.
   */
  times?: number | undefined;
  /** For so long, such as `"60s"`, by the emulator's clock, from when it was switched on. Absent: until it is switched off. */
  for?: string | undefined;
  /** Only for this account (e-mail address or user id). */
  user?: string | undefined;
  /** Only for this WorkOS session (`sid`), its refresh tokens included. */
  session?: string | undefined;
}

/** A fault as somebody switches it on. */
export interface FaultSetting extends Reach {
  id: string;
  /** Values of the fault's own parameters. */
  parameters?: Record<string, ParameterValue> | undefined;
}

/**
 * A misbehaviour of AuthKit or Convex, or a setting of theirs, that breaks sign-in: one file each, in the folder of its side.
 * Its id is a `serverBehaviour` of the catalogue of failure modes, unless it is an outage that every app has to survive.
 */
export interface Fault {
  id: string;
  side: Side;
  /** A sentence for a switch: what the server does. */
  title: string;
  /** What people will see in an app while it is on, and where it happens in real life. */
  about: string;
  /** The failure modes a client gets into. */
  provokes: readonly string[];
  parameters: Record<string, Parameter>;
  /** What it changes, by junction. */
  at: Changes<Record<string, ParameterValue>>;
}

/** For some junctions, what holds there in place of what the side would do. */
type Changes<Values extends Record<string, ParameterValue>> = {
  [Junction in keyof Junctions]?: (
    value: Junctions[Junction],
    situation: Situation<Values>,
  ) => Junctions[Junction];
};

/** What a fault can know where it is asked. */
export interface Situation<Values extends Record<string, ParameterValue> = Record<string, ParameterValue>> {
  /** The endpoint that is answering, such as `POST /user_management/authenticate`; null outside of a request. */
  endpoint: string | null;
  /** The grant of an authenticate request. */
  grant?: string | undefined;
  subject: Subject;
  /** What makes the retries of one request one: its `Idempotency-Key`. A client that sends none is not retried by its SDK. */
  attempt?: string | undefined;
  /** The fault's own parameters, with defaults filled in. */
  parameters: Values;
  /** Milliseconds since 1970, by the emulator's clock. */
  now: number;
}

type Widened<Value> = Value extends number ? number : Value extends boolean ? boolean : string;

/** Gives back the fault with its type checked: its changes see its own parameters, each of the type of its default. */
export function fault<const Parameters extends Record<string, Parameter>>(
  definition: Omit<Fault, "parameters" | "at"> & {
    parameters: Parameters;
    at: Changes<{ -readonly [Name in keyof Parameters]: Widened<Parameters[Name]["default"]> }>;
  },
): Fault {
  // The switchboard lets only values of the default's type in, and fills in all of them.
  return definition as unknown as Fault;
}
