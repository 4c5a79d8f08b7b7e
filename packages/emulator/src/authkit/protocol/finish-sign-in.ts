import type { Asked } from "../../faults/switchboard.ts";
import type { AuthKitContext } from "../context.ts";
import type { HostedPages } from "../pages/hosted-pages.ts";
import type { AuthorizationRequest } from "../sessions/authorizations.ts";
import type { AuthenticationMethod, Session } from "../sessions/sessions.ts";
import { backToApp } from "./back-to-app.ts";
import { attemptOf } from "./endpoint.ts";
import { toErrorPage } from "./error-page.ts";
import { startSession } from "./start-session.ts";

/** How somebody signed in on the hosted page. */
export interface HostedSignIn {
  userId: string;
  method: AuthenticationMethod;
  /** The organization chosen on the page, for members of several. */
  organizationId?: string | null;
}

/**
 * Ends a sign-in on the hosted page: makes the code, remembers the browser, and sends it back to the app's callback.
 *
 * @param request the page's own request, whose cookies and endpoint count
 * @returns a 303 to the callback, a 303 back to the page of choice where an organization has to be chosen first, or an error page where the sign-in is too old
 */
export type CompleteSignIn = (
  context: AuthKitContext,
  request: Request,
  authorizationId: string,
  signIn: HostedSignIn,
) => Promise<Response>;

/** The user cancels: back to the callback with `error=access_denied`. */
export type CancelSignIn = (
  context: AuthKitContext,
  request: Request,
  authorizationId: string,
) => Promise<Response>;

/** @param pages asked when somebody signs in, since the pages need this first */
export function createSignInEnds(pages: () => Pick<HostedPages, "chooseOrganization">): {
  complete: CompleteSignIn;
  cancel: CancelSignIn;
} {
  return {
    async complete(context, request, authorizationId, signIn) {
      const authorization = context.authorizations.find(authorizationId);
      if (authorization === null) return tooOld(context, request);
      const asked = askedOf(context, request, signIn.userId);
      const memberships = context.directory.activeMemberships(signIn.userId);
      const wished = authorization.organizationId ?? signIn.organizationId ?? null;
      const isMember = memberships.some((one) => one.organization_id === wished);
      if (wished !== null && !isMember) {
        context.authorizations.finish(authorizationId);
        const denied = {
          error: "access_denied",
          error_description: `The user is not an active member of the organization '${wished}'.`,
        };
        return backToApp(context, authorization, denied, asked, { status: 303 });
      }
      if (wished === null && memberships.length > 1)
        return pages().chooseOrganization(authorizationId, signIn);

      context.authorizations.finish(authorizationId);
      const session = startSession(context, {
        userId: signIn.userId,
        authenticationMethod: signIn.method,
        organizationId: wished ?? memberships[0]?.organization_id ?? null,
        ipAddress: request.headers.get("x-forwarded-for"),
        userAgent: request.headers.get("user-agent"),
      });
      const isSecure = new URL(request.url).protocol === "https:";
      const cookie = context.browsers.signIn(session.id, isSecure);
      return issueCode(context, authorization, session, asked, 303, [cookie]);
    },
    async cancel(context, request, authorizationId) {
      const authorization = context.authorizations.find(authorizationId);
      if (authorization === null) return tooOld(context, request);
      context.authorizations.finish(authorizationId);
      const denied = {
        error: "access_denied",
        error_description: "The user denied access or cancelled the sign-in.",
      };
      return backToApp(context, authorization, denied, askedOf(context, request, null), { status: 303 });
    },
  };
}

/** Makes the code for a session and sends the browser back with it. */
export function issueCode(
  context: AuthKitContext,
  authorization: AuthorizationRequest,
  session: Session,
  asked: Asked,
  status: 302 | 303,
  cookies: readonly string[] = [],
): Response {
  const { clientId, redirectUri, codeChallenge } = authorization;
  const organizationId = authorization.organizationId ?? session.organizationId;
  const code = context.codes.issue({
    clientId,
    redirectUri,
    codeChallenge,
    sessionId: session.id,
    organizationId,
  });
  const subject = {
    clientId,
    userId: session.userId,
    email: context.directory.user(session.userId)?.email,
    sessionId: session.id,
    organizationId: organizationId ?? undefined,
  };
  return backToApp(context, authorization, { code }, { ...asked, subject }, { status, cookies });
}

function tooOld(context: AuthKitContext, request: Request): Response {
  context.parts.timeline.record({
    side: "authkit",
    step: "sign-in",
    kind: "authorize",
    outcome: "refused",
    title: "Somebody signed in on a page whose sign-in was finished before, or began more than an hour ago.",
    subject: { clientId: context.environment.clientId },
  });
  return toErrorPage(request, "user_management/authorization-expired", {});
}

function askedOf(context: AuthKitContext, request: Request, userId: string | null): Asked {
  const user = userId === null ? null : context.directory.user(userId);
  return {
    endpoint: `${request.method} ${new URL(request.url).pathname}`,
    attempt: attemptOf(request),
    subject: { clientId: context.environment.clientId, userId: user?.id, email: user?.email },
  };
}
