import { type VerdictCause, failureModeOf } from "./causes.ts";
import type { ConvexMessage } from "./messages.ts";
import type { FailedAt } from "./types.ts";

/** A rejection as the single steps report it. */
export interface Failure extends ConvexMessage {
  failedAt: FailedAt;
  cause: VerdictCause;
  failureMode: string | null;
  explanation: string;
}

/** Makes a failure; the failure mode follows from the cause unless the case at hand tells better. */
export function failure(
  failedAt: FailedAt,
  cause: VerdictCause,
  message: ConvexMessage,
  explanation: string,
  failureMode: string | null = failureModeOf(cause),
): Failure {
  return { failedAt, cause, failureMode, explanation, ...message };
}

/** Shortens a text from outside so that it fits into a sentence. */
export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** A text from outside in quotes, shortened. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}
