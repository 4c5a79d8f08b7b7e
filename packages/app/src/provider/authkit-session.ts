/** What WorkOS says about the visitor, whichever SDK says it. */
export type AuthKitSession =
  | { status: "loading" }
  | { status: "signed-out" }
  | {
      status: "signed-in";
      user: SessionUser;
      /** Null where the SDK does not tell; it is then read from the token. */
      sessionId: string | null;
      organizationId: string | null;
    };

/** The user as both SDKs give it, as far as this package reads it. */
export interface SessionUser {
  id: string;
  email: string;
  emailVerified: boolean;
  firstName: string | null;
  lastName: string | null;
  profilePictureUrl: string | null;
}

/**
 * One text for a user, session and organization. Convex is given a new token exactly when it changes, not when an SDK hands out
 * a new object with the same content.
 */
export function identityKey(session: AuthKitSession): string | null {
  if (session.status !== "signed-in") return null;
  return [session.user.id, session.sessionId, session.organizationId].join(":");
}
