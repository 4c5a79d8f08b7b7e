import type { Timeline } from "../timeline/timeline.ts";
import type { SessionIdentity } from "./auth/session-identity.ts";
import type { FunctionKind, FunctionResult } from "./functions/function-runner.ts";

/** Tells the timeline that a function ran, and for whom. */
export function recordFunction(
  timeline: Timeline,
  ran: {
    kind: FunctionKind | "any";
    path: string;
    result: FunctionResult;
    session: SessionIdentity;
    connectionId?: string | undefined;
  },
): void {
  const { kind, path, result, session, connectionId } = ran;
  const name = kind === "any" ? "function" : kind;
  const signedIn = session.identity !== null;
  timeline.record({
    side: "convex",
    step: signedIn ? "identity" : "gating",
    kind: name,
    outcome: result.success ? "ok" : "refused",
    title: `The ${name} ${path} ${result.success ? "ran" : "failed"} ${signedIn ? "with" : "without"} an identity`,
    subject: { ...session.subject, connectionId },
    detail: {
      path,
      tokenIdentifier: session.identity?.tokenIdentifier ?? null,
      ...(result.success ? {} : { error: result.errorMessage }),
      logLines: result.logLines,
    },
  });
}

/** Who calls, as the function runner wants to know it. */
export function callerOf({ identity, admin }: SessionIdentity): {
  identity: SessionIdentity["identity"];
  admin: boolean;
} {
  return { identity, admin };
}
