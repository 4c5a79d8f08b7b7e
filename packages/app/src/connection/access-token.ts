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
  const claims = payloadOf(value);
  if (claims === null) return null;
  const { sub, sid, org_id, iat, exp } = claims;
  if (typeof sub !== "string" || typeof iat !== "number" || typeof exp !== "number") return null;
  return {
    value,
    userId: sub,
    sessionId: typeof sid === "string" ? sid : null,
    organizationId: typeof org_id === "string" ? org_id : null,
    issuedAt: iat,
    expiresAt: exp,
  };
}

function payloadOf(token: string): Record<string, unknown> | null {
  const [, payload] = token.split(".");
  if (payload === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Whose token it is. A token serves only the identity it was issued for. */
export interface TokenIdentity {
  userId: string;
  /** Null: not known yet, as with an SDK that does not tell; then any session of the user will do. */
  sessionId: string | null;
  organizationId: string | null;
}

/** Whether a token belongs to a user, session and organization: another organization's token is never used. */
export function belongsTo(token: AccessToken, { userId, sessionId, organizationId }: TokenIdentity): boolean {
  return (
    token.userId === userId &&
    token.organizationId === organizationId &&
    (sessionId === null || token.sessionId === sessionId)
  );
}
