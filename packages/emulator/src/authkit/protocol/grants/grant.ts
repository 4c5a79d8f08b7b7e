import type { Asked } from "../../../faults/switchboard.ts";
import type { PlainRequest } from "../../../server/plain-request.ts";
import type { AuthKitContext } from "../../context.ts";
import type { Session } from "../../sessions/sessions.ts";
import type { PreparedToken } from "../../tokens/access-token.ts";
import type { ClientKind } from "../client-authentication.ts";
import type { GrantRequest } from "../grant-request.ts";
import { oauthRefusal } from "../refusal.ts";

/** A request for tokens, whose client has shown who it is. */
export interface GrantCall {
  context: AuthKitContext;
  request: PlainRequest;
  fields: GrantRequest;
  client: ClientKind;
  asked: Asked;
}

/** What the authenticate endpoint answers. */
export interface AuthenticationBody {
  user: object;
  organization_id?: string;
  access_token: string;
  refresh_token: string;
  authentication_method: string;
}

/** Tokens that were given out. */
export interface Granted {
  body: AuthenticationBody;
  client: ClientKind;
}

/** @throws {Refusal} 400: the parameter is missing */
export function required(fields: GrantRequest, name: string): string {
  const value = fields.get(name);
  if (value === null) throw oauthRefusal(400, "invalid_request", `${name} is required.`);
  return value;
}

/** The answer with the first tokens of a sign-in. */
export async function firstTokens(
  { context, client, asked }: Pick<GrantCall, "context" | "client" | "asked">,
  session: Session,
  prepared: PreparedToken,
): Promise<Granted> {
  const { clientId } = context.environment;
  const refreshToken = context.refreshTokens.open({
    sessionId: session.id,
    clientId,
    organizationId: prepared.wished,
  });
  const accessToken = await prepared.sign();
  const granted = grantedTokens(context, session, client, {
    accessToken,
    refreshToken,
    organizationId: prepared.organizationId,
  });
  context.parts.timeline.record({
    side: "authkit",
    step: "callback",
    kind: "grant",
    outcome: prepared.faults.length > 0 ? "fault" : "ok",
    title: `${emailOf(context, session)} got the first tokens of a session by the ${asked.grant ?? "password"} grant.`,
    subject: subjectOf(context, session, prepared.organizationId),
    detail: { grant: asked.grant ?? null, client },
    fault: prepared.faults[0],
  });
  return granted;
}

/** @throws {Refusal} 400: the user has been deleted since */
export function grantedTokens(
  { directory }: Pick<AuthKitContext, "directory">,
  session: Session,
  client: ClientKind,
  tokens: { accessToken: string; refreshToken: string; organizationId: string | null },
): Granted {
  const user = directory.user(session.userId);
  if (user === null) throw oauthRefusal(400, "invalid_grant", "The user no longer exists.");
  return {
    client,
    body: {
      user,
      ...(tokens.organizationId === null ? {} : { organization_id: tokens.organizationId }),
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
      authentication_method: session.authenticationMethod,
    },
  };
}

export function subjectOf(
  context: Pick<AuthKitContext, "directory" | "environment">,
  session: Session,
  organizationId: string | null,
): Asked["subject"] {
  return {
    clientId: context.environment.clientId,
    userId: session.userId,
    email: context.directory.user(session.userId)?.email,
    sessionId: session.id,
    organizationId: organizationId ?? undefined,
  };
}

export function emailOf({ directory }: Pick<AuthKitContext, "directory">, { userId }: Session): string {
  return directory.user(userId)?.email ?? userId;
}
