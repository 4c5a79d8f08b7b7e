import { matchesRedirectUri, nearestRedirectUris } from "@convex-authkit/core";
import type { Asked } from "../../faults/switchboard.ts";
import type { AuthKitContext } from "../context.ts";
import type { HostedPages } from "../pages/hosted-pages.ts";
import type { AuthorizationRequest } from "../sessions/authorizations.ts";
import type { Session } from "../sessions/sessions.ts";
import { backToApp } from "./back-to-app.ts";
import { toErrorPage } from "./error-page.ts";
import { issueCode } from "./finish-sign-in.ts";

/**
 * `GET /user_management/authorize`: checks what the app asks for, and sends the browser to the hosted page; straight back to the
 * app with a code where the browser is signed in already. It never answers CORS, as WorkOS does not.
 */
export async function authorize(
  context: AuthKitContext,
  request: Request,
  asked: Asked,
  pages: Pick<HostedPages, "open">,
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const clientId = query.get("client_id") ?? "";
  const redirectUri = query.get("redirect_uri") ?? "";
  const wrong =
    (await wrongClient(context, request, asked, clientId)) ??
    (await wrongRedirectUri(context, request, asked, redirectUri)) ??
    wrongSelector(context, request, query);
  if (wrong !== null) return wrong;

  const state = query.get("state");
  const problem = problemOf(query, context);
  if (problem !== null) return backToApp(context, { redirectUri, state }, problem, asked);

  const wished = readRequest(query, clientId, redirectUri, state);
  const session = await signedInAlready(context, request, wished, asked);
  if (session !== null) return issueCode(context, wished, session, asked, 302);

  const authorization = context.authorizations.begin(wished);
  context.parts.timeline.record({
    side: "authkit",
    step: "sign-in",
    kind: "authorize",
    outcome: "ok",
    title: `The app asked AuthKit to let somebody ${wished.screenHint === "sign-up" ? "sign up" : "sign in"}, to come back to ${redirectUri}.`,
    subject: { clientId, organizationId: wished.organizationId ?? undefined },
    detail: { redirectUri, pkce: wished.codeChallenge !== null, hasState: state !== null },
  });
  return pages.open(authorization);
}

async function wrongClient(
  context: AuthKitContext,
  request: Request,
  asked: Asked,
  clientId: string,
): Promise<Response | null> {
  const isKnown = context.parts.faults.decide(
    "clientIdKnown",
    clientId === context.environment.clientId,
    asked,
  );
  if (isKnown.value) return null;
  context.parts.timeline.record({
    side: "authkit",
    step: "sign-in",
    kind: "authorize",
    outcome: isKnown.by.length > 0 ? "fault" : "refused",
    title: `The client id ${clientId === "" ? "is missing" : `${clientId} is unknown`}: the browser ends on WorkOS's error page. This environment's is ${context.environment.clientId}.`,
    subject: { clientId },
    fault: isKnown.by[0],
    failureMode: "authorize-url-invalid",
  });
  return toErrorPage(request, "sso/client-id-invalid", { client_id: clientId });
}

async function wrongRedirectUri(
  context: AuthKitContext,
  request: Request,
  asked: Asked,
  redirectUri: string,
): Promise<Response | null> {
  const { redirectUris, clientId } = context.environment;
  const isRegistered = context.parts.faults.decide(
    "redirectUriRegistered",
    redirectUris.some((registered) => matchesRedirectUri(registered, redirectUri)),
    asked,
  );
  if (isRegistered.value) return null;
  const near = nearestRedirectUris(redirectUris, redirectUri).slice(0, 3);
  context.parts.timeline.record({
    side: "authkit",
    step: "sign-in",
    kind: "authorize",
    outcome: isRegistered.by.length > 0 ? "fault" : "refused",
    title: `The redirect URI ${redirectUri === "" ? "is missing" : `${redirectUri} is not registered`}: the browser ends on WorkOS's error page.`,
    subject: { clientId },
    detail: { redirectUri, registered: redirectUris, near },
    fault: isRegistered.by[0],
    failureMode: "redirect-uri-mismatch",
  });
  return toErrorPage(request, "redirect-uri-invalid", { client_id: clientId, redirect_uri: redirectUri });
}

/** An address without `provider=authkit`, written by hand perhaps, says nothing about how to sign in. */
function wrongSelector(
  { parts, environment }: AuthKitContext,
  request: Request,
  query: URLSearchParams,
): Response | null {
  if (["provider", "connection_id", "organization_id", "domain_hint"].some((name) => query.has(name)))
    return null;
  parts.timeline.record({
    side: "authkit",
    step: "sign-in",
    kind: "authorize",
    outcome: "refused",
    title:
      "The authorize address names no provider, connection or organization: the browser ends on WorkOS's error page. Build it with the SDK.",
    subject: { clientId: environment.clientId },
    failureMode: "authorize-url-invalid",
  });
  return toErrorPage(request, "sso/invalid-connection-selector", {});
}

/** What is wrong in a way that the app is told, at its callback. */
function problemOf(query: URLSearchParams, { directory }: AuthKitContext): Record<string, string> | null {
  const invalid = (description: string) => ({ error: "invalid_request", error_description: description });
  if (query.get("response_type") !== "code")
    return {
      error: "unsupported_response_type",
      error_description: 'The response_type must be "code".',
    };
  const method = query.get("code_challenge_method");
  const challenge = query.get("code_challenge");
  if (challenge !== null && method !== "S256") return invalid("The code_challenge_method must be S256.");
  if (challenge !== null && !/^[\w-]{43}$/.test(challenge))
    return invalid("The code_challenge must be the base64url-encoded SHA-256 hash of the code verifier.");
  const organizationId = query.get("organization_id");
  if (organizationId !== null && directory.organization(organizationId) === null)
    return {
      error: "organization_invalid",
      error_description: `Organization not found: '${organizationId}'.`,
    };
  return null;
}

function readRequest(
  query: URLSearchParams,
  clientId: string,
  redirectUri: string,
  state: string | null,
): AuthorizationRequest {
  const maxAge = query.get("max_age");
  return {
    clientId,
    redirectUri,
    state,
    codeChallenge: query.get("code_challenge"),
    screenHint: query.get("screen_hint") === "sign-up" ? "sign-up" : "sign-in",
    loginHint: query.get("login_hint"),
    organizationId: query.get("organization_id"),
    provider: query.get("provider"),
    prompt: query.get("prompt"),
    maxAge: maxAge !== null && /^\d{1,9}$/.test(maxAge) ? Number(maxAge) : null,
  };
}

/** The session of a browser that need not sign in again for what the app asks. */
async function signedInAlready(
  { parts, browsers, sessions, directory }: AuthKitContext,
  request: Request,
  { prompt, maxAge, loginHint, organizationId }: AuthorizationRequest,
  asked: Asked,
): Promise<Session | null> {
  const sessionId = browsers.sessionOf(request);
  const session = sessionId === null ? null : sessions.alive(sessionId);
  const user = session === null ? null : directory.user(session.userId);
  if (session === null || user === null) return null;
  const subject = { userId: user.id, email: user.email, sessionId: session.id };
  const alive = parts.faults.decide("sessionAlive", true, { ...asked, subject });
  if (!alive.value || prompt === "login" || prompt === "select_account") return null;
  if (maxAge !== null && parts.clock.now() >= session.createdAt + maxAge * 1000) return null;
  if (loginHint !== null && loginHint.toLowerCase() !== user.email.toLowerCase()) return null;
  const isMember = directory
    .activeMemberships(user.id)
    .some((membership) => membership.organization_id === organizationId);
  return organizationId === null || isMember ? session : null;
}
