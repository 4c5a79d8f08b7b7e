import { prepareAccessToken } from "../../tokens/access-token.ts";
import { apiRefusal } from "../refusal.ts";
import { startSession } from "../start-session.ts";
import { firstTokens, type GrantCall, type Granted, required } from "./grant.ts";

/**
 * Ends a sign-in that waited for its user's choice of an organization. A wrong choice leaves it waiting.
 *
 * @throws {Refusal} 400 for an unknown token, or an organization the user is no member of
 */
export async function organizationSelectionGrant(call: GrantCall): Promise<Granted> {
  const { context, fields, asked } = call;
  const token = required(fields, "pending_authentication_token");
  const organizationId = required(fields, "organization_id");
  const signIn = context.organizationChoices.find(token);
  if (signIn === null)
    throw apiRefusal(
      400,
      "invalid_pending_authentication_token",
      "The pending authentication token is invalid or has expired.",
    );
  const isMember = context.directory
    .activeMemberships(signIn.userId)
    .some((membership) => membership.organization_id === organizationId);
  if (!isMember)
    throw apiRefusal(
      400,
      "organization_membership_not_found",
      `The user is not an active member of the organization '${organizationId}'.`,
    );
  context.organizationChoices.use(token);
  const session = startSession(context, { ...signIn, organizationId });
  const { clientId } = context.environment;
  const prepared = prepareAccessToken(context, session, clientId, organizationId, asked);
  return firstTokens(call, session, prepared);
}
