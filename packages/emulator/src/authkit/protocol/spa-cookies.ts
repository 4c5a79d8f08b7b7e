import type { Asked } from "../../faults/switchboard.ts";
import type { PlainRequest } from "../../server/plain-request.ts";
import type { AuthKitContext } from "../context.ts";
import { cookieOf } from "../sessions/browsers.ts";

/** The cookie a page can read: the client ids, joined by dots, for which this browser holds a refresh token. */
const HAS_SESSION = "workos-has-session";

/** The refresh token that a page's request brings in its cookie, and whether the browser keeps such cookies at all. */
export function refreshTokenOfCookie(
  context: AuthKitContext,
  request: PlainRequest,
  asked: Asked,
): { arrive: boolean; token: string | null } {
  const arrive = context.parts.faults.decide("refreshCookieArrives", true, asked);
  return {
    arrive: arrive.value,
    token: arrive.value ? cookieOf(request, refreshCookie(context)) : null,
  };
}

/** The cookies that give the browser the refresh token, unreadable for the page, and the sign that there is one. */
export function refreshCookies(context: AuthKitContext, request: PlainRequest, token: string): string[] {
  const { clientId, sessionLifetime } = context.environment;
  const age = `Max-Age=${sessionLifetime}`;
  const clients = new Set([...clientsOf(request), clientId]);
  const attributes = attributesFor(request);
  return [
    `${refreshCookie(context)}=${token}; ${age}; HttpOnly; ${attributes}`,
    `${HAS_SESSION}=${[...clients].join(".")}; ${age}; ${attributes}`,
  ];
}

/** Those that take both away again. */
export function endedCookies(context: AuthKitContext, request: PlainRequest): string[] {
  const others = clientsOf(request).filter((id) => id !== context.environment.clientId);
  const attributes = attributesFor(request);
  return [
    `${refreshCookie(context)}=; Max-Age=0; HttpOnly; ${attributes}`,
    others.length === 0
      ? `${HAS_SESSION}=; Max-Age=0; ${attributes}`
      : `${HAS_SESSION}=${others.join(".")}; Max-Age=${context.environment.sessionLifetime}; ${attributes}`,
  ];
}

function refreshCookie({ environment }: Pick<AuthKitContext, "environment">): string {
  return `workos-refresh-token-${environment.clientId}`;
}

function clientsOf(request: PlainRequest): string[] {
  return (cookieOf(request, HAS_SESSION) ?? "").split(".").filter((id) => id !== "" && id !== "1");
}

/** Over https the page may be on another site; without it, browsers keep such cookies on the same site only. */
function attributesFor(request: PlainRequest): string {
  const isSecure = request.url.startsWith("https:");
  return isSecure ? "Path=/; Secure; SameSite=None" : "Path=/; SameSite=Lax";
}
