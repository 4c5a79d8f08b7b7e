import type { AuthKitContext } from "../context.ts";
import type { AuthenticationMethod, Session } from "../sessions/sessions.ts";

const METHODS: Record<AuthenticationMethod, string> = {
  Password: "password",
  GoogleOAuth: "oauth",
  SSO: "sso",
  MagicAuth: "magic_code",
  Impersonation: "impersonation",
};

/** A session as WorkOS's API and webhooks show it (https://workos.com/docs/reference/authkit/session). */
export function sessionObject({ sessions }: Pick<AuthKitContext, "sessions">, session: Session) {
  const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
  return {
    object: "session",
    id: session.id,
    user_id: session.userId,
    ...(session.organizationId === null ? {} : { organization_id: session.organizationId }),
    ip_address: session.ipAddress,
    user_agent: session.userAgent,
    auth_method: METHODS[session.authenticationMethod],
    status: sessions.status(session),
    expires_at: time(sessions.expiresAt(session)),
    ended_at: session.endedAt === null ? null : time(session.endedAt),
    created_at: time(session.createdAt),
    updated_at: time(session.endedAt ?? session.lastRefreshAt),
  };
}
