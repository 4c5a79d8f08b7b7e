/** An access token of WorkOS and what this package reads of it. Nothing here verifies it: only Convex decides about it. */
export interface AccessToken {
  /** The token itself, as Convex gets it. */
  value: string;
  userId: string;
  /** `sid`; null where the token has none. */
  sessionId: string | null;
  /** `org_id`; null outside of an organization. */
  organizationId: string | null;
  /** Seconds since 1970, by the server's clock. */
  issuedAt: number;
  expiresAt: number;
}

/**
 * Reads an access token.
 *
 * @returns null where the text is no JWT with `sub`, `iat` and `exp`: Convex's client could not schedule a renewal for it
 */
export function readAccessToken(value: string): AccessToken | null {
  try {
    const payload = value.split(".")[1] ?? "";
    // What is read of it is ASCII; names in other letters come out garbled, and are not looked at.
    const { sub, sid, org_id, iat, exp } = JSON.parse(
      atob(payload.replaceAll("-", "+").replaceAll("_", "/")),
    ) as Claims;
    if (!sub || typeof iat !== "number" || typeof exp !== "number") return null;
    return {
      value,
      userId: sub,
      sessionId: sid ?? null,
      organizationId: org_id ?? null,
      issuedAt: iat,
      expiresAt: exp,
    };
  } catch {
    return null;
  }
}

/** The claims of WorkOS that are read here, in a token that may lack any of them. */
interface Claims {
  sub?: string;
  sid?: string;
  org_id?: string;
  iat?: number;
  exp?: number;
}

/** Whose token it is. A token serves only the identity it was issued for. */
export interface TokenIdentity {
  user: { id: string };
  /** Null: not known yet, as with an SDK that does not tell; then any session of the user will do. */
  sessionId: string | null;
  organizationId: string | null;
}

/** Whether a token belongs to a user, session and organization: another organization's token is never used. */
export function belongsTo(token: AccessToken, { user, sessionId, organizationId }: TokenIdentity): boolean {
  return (
    token.userId === user.id &&
    token.organizationId === organizationId &&
    (sessionId === null || token.sessionId === sessionId)
  );
}
