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
   * For so many requests; a request with its retries (one `Idempotency-Key`, or one refresh token) counts once, so that a
   * fault outlives the retries of an SDK. Absent: until it is switched off.
   */
  times?: number;
  /** For so long, such as `"60s"`, by the emulator's clock, from when it was switched on. Absent: until it is switched off. */
  for?: string;
  /** Only for this account (e-mail address or user id). */
  user?: string;
  /** Only for this WorkOS session (`sid`) or this refresh token's family. */
  session?: string;
}

/** A fault as somebody switches it on. */
export interface FaultSetting extends Reach {
  id: string;
  /** Values of the fault's own parameters. */
  parameters?: Record<string, ParameterValue>;
}

/**
 * A misbehaviour of AuthKit or Convex, or a setting of theirs, that breaks sign-in: one file each, found in `all-faults.ts`.
 * Its id is a `serverBehaviour` of the catalogue of failure modes.
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
  at: {
    [Junction in keyof Junctions]?: (
      value: Junctions[Junction],
      situation: Situation,
    ) => Junctions[Junction] | Promise<Junctions[Junction]>;
  };
}

/** What a fault can know where it is asked. */
export interface Situation {
  /** The endpoint that is answering, such as `POST /user_management/authenticate`; null outside of a request. */
  endpoint: string | null;
  /** The grant of an authenticate request. */
  grant?: string | undefined;
  subject: Subject;
  /** What makes retries of one request one: the idempotency key, else the refresh token or code it carries. */
  attempt?: string | undefined;
  /** The fault's own parameters, with defaults filled in. */
  parameters: Record<string, ParameterValue>;
  /** Milliseconds since 1970, by the emulator's clock. */
  now: number;
}

/** Gives back the fault with its type checked. */
export function fault(definition: Fault): Fault {
  return definition;
}
