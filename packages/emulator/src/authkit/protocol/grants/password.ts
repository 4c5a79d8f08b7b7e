import { prepareAccessToken } from "../../tokens/access-token.ts";
import { apiRefusal } from "../refusal.ts";
import { startSession } from "../start-session.ts";
import { firstTokens, type GrantCall, type Granted, required } from "./grant.ts";
import { onlyOrganization } from "./only-organization.ts";

/**
 * Signs somebody in with e-mail address and password. The mailbox counts as verified, as in environments whose settings ask for
 * no verification.
 *
 * @throws {Refusal} 400 for wrong credentials; 403 where an organization has to be chosen first
 */
export async function passwordGrant(call: GrantCall): Promise<Granted> {
  const { context, request, fields, asked } = call;
  const email = required(fields, "email");
  const password = required(fields, "password");
  context.limits.count("credentials", email);
  const user = context.directory.userByEmail(email);
  if (user === null || !context.directory.passwordMatches(user.id, password))
    throw apiRefusal(400, "invalid_credentials", `Invalid credentials for '${email.slice(0, 320)}'.`);

  const signIn = {
    userId: user.id,
    authenticationMethod: "Password" as const,
    ipAddress: fields.get("ip_address") ?? request.headers.get("x-forwarded-for"),
    userAgent: fields.get("user_agent") ?? request.headers.get("user-agent"),
  };
  const organizationId = onlyOrganization(context, signIn);
  const session = startSession(context, { ...signIn, organizationId });
  const { clientId } = context.environment;
  const prepared = prepareAccessToken(context, session, clientId, organizationId, asked);
  return firstTokens(call, session, prepared);
}
