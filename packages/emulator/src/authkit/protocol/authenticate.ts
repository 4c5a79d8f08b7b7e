import type { Asked } from "../../faults/switchboard.ts";
import { jsonResponse } from "../../server/text-response.ts";
import type { AuthKitContext } from "../context.ts";
import { authenticateClient } from "./client-authentication.ts";
import { atEndpoint, attemptOf } from "./endpoint.ts";
import { isCorsOriginAllowed, withCors } from "./cors.ts";
import { authorizationCodeGrant } from "./grants/authorization-code.ts";
import type { Granted, GrantCall } from "./grants/grant.ts";
import { organizationSelectionGrant } from "./grants/organization-selection.ts";
import { passwordGrant } from "./grants/password.ts";
import { refreshTokenGrant } from "./grants/refresh-token.ts";
import { type GrantReading, type GrantRequest, readGrantRequest, subjectOfGrant } from "./grant-request.ts";
import { oauthRefusal } from "./refusal.ts";
import { refreshTokenOfCookie, withRefreshCookie, withoutRefreshCookie } from "./spa-cookies.ts";

const GRANTS: Record<string, (call: GrantCall) => Promise<Granted>> = {
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
  password: passwordGrant,
  "urn:workos:oauth:grant-type:organization-selection": organizationSelectionGrant,
};

/** `POST /user_management/authenticate`: exchanges what somebody has for tokens. */
export async function authenticate(context: AuthKitContext, request: Request): Promise<Response> {
  const reading = await readGrantRequest(request);
  const origin = request.headers.get("origin");
  const beforeSubject: Asked = {
    endpoint: "POST /user_management/authenticate",
    attempt: attemptOf(request),
    subject: {},
  };
  const isFromPage = origin !== null && isCorsOriginAllowed(context, origin, beforeSubject);
  const cookies = isFromPage
    ? refreshTokenOfCookie(context, request, beforeSubject)
    : { arrive: false, token: null };
  const fields = withCookie(reading, cookies.token);
  const asked: Asked = {
    ...beforeSubject,
    grant: fields?.get("grant_type") ?? undefined,
    subject: fields === null ? {} : subjectOfGrant(context, fields),
  };

  let granted: Granted | null = null;
  const response = await atEndpoint(context, request, asked, async () => {
    if ("problem" in reading) throw reading.problem;
    granted = await grant({ context, request, fields: fields ?? reading.fields, asked });
    return jsonResponse(granted.body);
  });
  return finished(context, request, response, { granted, isFromPage, cookies, fields });
}

/** In the cookie mode of a single-page app, a refresh names no token: the browser sends it in a cookie. */
function withCookie(reading: GrantReading, token: string | null): GrantRequest | null {
  if ("problem" in reading) return null;
  const { fields } = reading;
  if (token === null || fields.get("grant_type") !== "refresh_token" || fields.get("refresh_token") !== null)
    return fields;
  return { get: (name) => (name === "refresh_token" ? token : fields.get(name)) };
}

async function grant(call: Omit<GrantCall, "client">): Promise<Granted> {
  const grantType = call.fields.get("grant_type");
  if (grantType === null) throw oauthRefusal(400, "invalid_request", "grant_type is required.");
  const exchange = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
  if (exchange === undefined)
    throw oauthRefusal(400, "invalid_request", `The grant type is not supported: ${grantType}`);
  const client = authenticateClient(call);
  return exchange({ ...call, client });
}

/** Adds what only pages need: CORS, and the cookies of the cookie mode. */
function finished(
  context: AuthKitContext,
  request: Request,
  response: Response,
  {
    granted,
    isFromPage,
    cookies,
    fields,
  }: {
    granted: Granted | null;
    isFromPage: boolean;
    cookies: { arrive: boolean; token: string | null };
    fields: GrantRequest | null;
  },
): Response {
  const origin = request.headers.get("origin");
  if (!isFromPage || origin === null) return response;
  withCors(response.headers, origin);
  if (granted !== null && granted.client === "public") {
    if (cookies.arrive) withRefreshCookie(context, request, response.headers, granted.body.refresh_token);
  } else if (cookies.token !== null && [400, 401].includes(response.status) && fields !== null)
    withoutRefreshCookie(context, request, response.headers);
  return response;
}
