import type { AuthKitContext } from "../context.ts";
import type { NewSession, Session } from "../sessions/sessions.ts";
import { sessionObject } from "./session-object.ts";

/** Begins the session of somebody who has signed in, and tells whoever listens. */
export function startSession(context: AuthKitContext, wished: NewSession): Session {
  const session = context.sessions.start(wished);
  context.directory.noteSignIn(session.userId);
  context.announce("session.created", sessionObject(context, session));
  return session;
}

/** Ends a session, where it is alive, and tells whoever listens. @returns whether it was alive */
export function endSession(context: AuthKitContext, sessionId: string): boolean {
  const ended = context.sessions.end(sessionId);
  if (ended !== null) context.announce("session.revoked", sessionObject(context, ended));
  return ended !== null;
}
