import type { AuthKitContext } from "../../context.ts";
import type { RefreshFamily } from "../../sessions/refresh-tokens.ts";
import type { Session } from "../../sessions/sessions.ts";
import { prepareAccessToken } from "../../tokens/access-token.ts";
import { oauthRefusal } from "../refusal.ts";
import { emailOf, type GrantCall, type Granted, grantedTokens, required, subjectOf } from "./grant.ts";

/** Seconds in which a used refresh token still gives the pair it was exchanged for. */
const REPLAY_GRACE = 30;

/**
 * Exchanges a refresh token for the next pair. A used one gives the same pair again for 30 seconds, since clients repeat
 * requests whose answer they missed; afterwards it is refused.
 *
 * @throws {Refusal} 400 `invalid_grant` where the token or its session is over; 400 for an organization of which the user is no member
 */
export async function refreshTokenGrant(call: GrantCall): Promise<Granted> {
  const { context, fields, client, asked } = call;
  const token = required(fields, "refresh_token");
  const sent = context.refreshTokens.read(token);
  if (sent === null) throw oauthRefusal(400, "invalid_grant", "Invalid refresh token.");
  const { family } = sent;
  const session = aliveSession(call, family);
  const wished = fields.get("organization_id") ?? family.organizationId;
  checkMembership(context, session, wished, fields.get("organization_id") !== null);
  const grace = context.parts.faults.decide("replayGrace", REPLAY_GRACE, asked);
  const prepared = prepareAccessToken(context, session, family.clientId, wished, asked);

  // From here to the rotation nothing is waited for: of two requests with one token, one rotates it and both get that pair.
  const replay = context.refreshTokens.replayOf(sent);
  if (replay === "forgotten" || (replay !== null && replay.age >= grace.value * 1000)) {
    throw oauthRefusal(400, "invalid_grant", "Refresh token already exchanged.", {
      failureMode: "refresh-token-already-exchanged",
      fault: grace.by[0],
      detail: { age: replay === "forgotten" ? null : replay.age, grace: grace.value },
    });
  }
  const replayed = replay === null ? null : await replay.pair;
  if (replayed !== null && replayed.organizationId === prepared.organizationId) {
    record(call, session, replayed.organizationId, {
      outcome: "ok",
      title: `${emailOf(context, session)} sent a refresh token again and got the same tokens.`,
      detail: { replay: true, age: replay?.age ?? null },
      faults: prepared.faults,
    });
    return grantedTokens(context, session, client, replayed);
  }

  const { organizationId } = prepared;
  const rotated = context.refreshTokens.rotate(family, wished, prepared);
  context.sessions.refreshed(session.id, wished);
  const pair = await rotated;
  record(call, session, organizationId, {
    outcome: prepared.faults.length > 0 ? "fault" : "ok",
    title: `${emailOf(context, session)} got new tokens for a refresh token.`,
    detail: { replay: false, refreshes: session.refreshes },
    faults: prepared.faults,
  });
  return grantedTokens(context, session, client, pair);
}

function aliveSession({ context, asked }: GrantCall, family: RefreshFamily): Session {
  const alive = context.sessions.alive(family.sessionId);
  const decision = context.parts.faults.decide("sessionAlive", alive !== null, asked);
  const session = context.sessions.find(family.sessionId);
  if (session === null || context.directory.user(session.userId) === null)
    throw oauthRefusal(400, "invalid_grant", "Invalid refresh token.");
  if (!decision.value)
    throw oauthRefusal(400, "invalid_grant", "Session has already ended.", {
      failureMode: "idle-session-expired",
      fault: decision.by[0],
      detail: { session: context.sessions.status(session) },
    });
  return session;
}

/** @param isAsked whether the request names the organization: a switch, or the client's habit */
function checkMembership(
  { directory }: Pick<AuthKitContext, "directory">,
  { userId }: Session,
  organizationId: string | null,
  isAsked: boolean,
): void {
  if (organizationId === null) return;
  const isMember = directory
    .activeMemberships(userId)
    .some((membership) => membership.organization_id === organizationId);
  if (isMember) return;
  if (isAsked)
    throw oauthRefusal(
      400,
      "organization_membership_not_found",
      `The user is not an active member of the organization '${organizationId}'.`,
    );
  throw oauthRefusal(400, "invalid_grant", "Session has already ended.");
}

function record(
  { context }: GrantCall,
  session: Session,
  organizationId: string | null,
  event: {
    outcome: "ok" | "fault";
    title: string;
    detail: Record<string, unknown>;
    faults: readonly string[];
  },
): void {
  const { faults, ...told } = event;
  context.parts.timeline.record({
    side: "authkit",
    step: "token",
    kind: "refresh",
    ...told,
    subject: subjectOf(context, session, organizationId),
    fault: faults[0],
  });
}
