import { matchesRedirectUri } from "@convex-authkit/core";
import type { Asked } from "../../faults/switchboard.ts";
import type { AuthKitContext } from "../context.ts";
import { redirectTo, toErrorPage } from "./error-page.ts";
import { oauthRefusal } from "./refusal.ts";
import { endedCookies } from "./spa-cookies.ts";
import { endSession } from "./start-session.ts";

/**
 * `GET /user_management/sessions/logout`: ends the session, signs the browser out of the hosted page, and sends it to where
 * the app wants it, if that is allowed; else to the homepage, or to an error page where there is none. It never answers CORS.
 *
 * @throws {Refusal} 422 without a session id
 */
export async function logout(context: AuthKitContext, request: Request, asked: Asked): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const sessionId = query.get("session_id") ?? "";
  if (sessionId === "") throw oauthRefusal(422, "invalid_request", "session_id is required.");
  const hasEnded = endSession(context, sessionId);

  const returnTo = query.get("return_to");
  const { homepageUrl } = context.environment;
  const { value: logoutUris } = context.parts.faults.decide(
    "logoutUris",
    context.environment.logoutUris,
    asked,
  );
  const isAllowed =
    returnTo !== null && logoutUris.some((registered) => matchesRedirectUri(registered, returnTo));
  const homepage = context.parts.faults.decide("homepageUrl", homepageUrl, asked);
  const target = isAllowed ? returnTo : homepage.value;
  const whyNot = returnTo === null || isAllowed ? "" : ` ${returnTo} is not among the sign-out redirects.`;
  context.parts.timeline.record({
    side: "authkit",
    step: "sign-out",
    kind: "sign-out",
    outcome: target === null ? (homepage.by.length > 0 ? "fault" : "refused") : "ok",
    title: `${hasEnded ? "The session was ended." : "There was no session to end."}${whyNot} The browser went to ${target ?? "WorkOS's error page: the environment has no homepage"}.`,
    subject: asked.subject,
    detail: { returnTo, isAllowed, logoutUris },
    fault: homepage.by[0],
    failureMode: target === null ? "logout-error-page" : null,
  });

  const response =
    target === null
      ? toErrorPage(request, "user_management/app-homepage-url-not-found", {})
      : redirectTo(target);
  for (const cookie of [context.browsers.signOut(request), ...endedCookies(context, request)])
    response.headers.append("set-cookie", cookie);
  return response;
}
