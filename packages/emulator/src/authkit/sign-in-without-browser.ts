import type { Asked } from "../faults/switchboard.ts";
import type { SignedIn } from "./authkit.ts";
import type { AuthKitContext } from "./context.ts";
import { EmulatorError } from "../emulator-error.ts";
import { firstTokens } from "./protocol/grants/grant.ts";
import { startSession } from "./protocol/start-session.ts";
import { prepareAccessToken } from "./tokens/access-token.ts";

/**
 * Signs an account in without a page, as the password grant does.
 *
 * @throws {EmulatorError} there is no such account, it is no member of the organization, or one has to be named
 */
export async function signInWithoutBrowser(
  context: AuthKitContext,
  email: string,
  wished: string | undefined,
): Promise<SignedIn> {
  const user = context.directory.userByEmail(email);
  if (user === null)
    throw new EmulatorError(
      `There is no account ${email}. Accounts: ${context.directory
        .accounts()
        .map((account) => account.email)
        .join(", ")}.`,
    );
  const organizationId = organizationFor(context, user, wished);
  const session = startSession(context, {
    userId: user.id,
    authenticationMethod: "Password",
    organizationId,
    ipAddress: null,
    userAgent: null,
  });
  const { clientId } = context.environment;
  const asked: Asked = {
    endpoint: null,
    subject: { clientId, userId: user.id, email: user.email, sessionId: session.id },
  };
  const prepared = prepareAccessToken(context, session, clientId, organizationId, asked);
  const { body } = await firstTokens({ context, client: "confidential", asked }, session, prepared);
  return {
    accessToken: body.access_token,
    refreshToken: body.refresh_token,
    user: { ...body.user },
    organizationId: body.organization_id ?? null,
    sessionId: session.id,
  };
}

function organizationFor(
  { directory }: AuthKitContext,
  user: { id: string; email: string },
  wished: string | undefined,
): string | null {
  const memberships = directory.activeMemberships(user.id);
  if (wished !== undefined) {
    if (memberships.some((membership) => membership.organization_id === wished)) return wished;
    throw new EmulatorError(`${user.email} is not an active member of the organization ${wished}.`);
  }
  if (memberships.length > 1)
    throw new EmulatorError(
      `${user.email} belongs to several organizations; name one: ${memberships
        .map(({ organization_id, organization_name }) => `${organization_id} (${organization_name})`)
        .join(", ")}.`,
    );
  return memberships[0]?.organization_id ?? null;
}
