import type { Subject } from "../../timeline/event.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import { asServerError, type ErrorKind } from "../server-error.ts";
import type { Outlet } from "./outlet.ts";

/** Close codes by kind of error; where there is none, a message before the close frame says it all. */
const CLOSE_CODES: Partial<Record<ErrorKind, number>> = {
  forbidden: 1000,
  "not-found": 1000,
  "rate-limited": 1013,
  internal: 1011,
};

/** What a client is told where its own message is at fault: it does not try again. */
const FATAL: readonly ErrorKind[] = ["bad-request", "forbidden"];

/** Refusals of a credential, of whatever kind, are one to the client. */
const REFUSALS: readonly ErrorKind[] = ["unauthenticated", "forbidden", "bad-request"];

/**
 * Ends a connection over an error: an AuthError or a FatalError first where the client is to act upon it, a close code otherwise.
 *
 * @param over `authUpdateAttempted`: an Authenticate message failed; `baseVersion`: the identity version the client has seen last
 */
export function endConnection(
  timeline: Timeline,
  outlet: Outlet,
  over: { error: unknown; authUpdateAttempted: boolean; baseVersion: number; subject: Subject },
): void {
  const { authUpdateAttempted, baseVersion, subject } = over;
  const error = asServerError(over.error);
  const refused = authUpdateAttempted && REFUSALS.includes(error.kind);

  if (refused || error.kind === "unauthenticated") {
    timeline.record({
      side: "convex",
      step: refused ? "acceptance" : "renewal",
      kind: error.code === "TokenExpired" ? "token-expired" : "auth-error",
      outcome: "refused",
      title: refused
        ? `Convex refuses what the client authenticates with: ${error.message}`
        : `Convex ends the connection: ${error.message}`,
      subject,
      detail: { code: error.code, error: error.message, baseVersion, authUpdateAttempted: refused },
    });
    outlet.send({ type: "AuthError", error: error.message, baseVersion, authUpdateAttempted: refused });
    // Convex says it all in the message: these close frames carry no code.
    return outlet.close();
  }

  timeline.record({
    side: "convex",
    step: "acceptance",
    kind: FATAL.includes(error.kind) ? "fatal-error" : "server-error",
    outcome: "refused",
    title: `Convex ends the connection: ${error.message}`,
    subject,
    detail: {
      code: error.code,
      error: error.message,
      // What failed in this emulator or the app's code, which Convex keeps to itself.
      because: over.error === error ? null : String(over.error),
    },
  });
  if (FATAL.includes(error.kind)) outlet.send({ type: "FatalError", error: error.message });
  const code = CLOSE_CODES[error.kind];
  if (code === undefined) outlet.close();
  else outlet.close(code, error.code);
}
