import type { Asked } from "../../faults/switchboard.ts";
import type { PlainRequest } from "../../server/plain-request.ts";
import { jsonAnswer, type TextAnswer } from "../../server/text-answer.ts";
import type { AuthKitContext } from "../context.ts";
import { authenticateClient } from "./client-authentication.ts";
import { atEndpoint, attemptOf } from "./endpoint.ts";
import { corsHeaders, isCorsOriginAllowed } from "./cors.ts";
import { authorizationCodeGrant } from "./grants/authorization-code.ts";
import type { Granted, GrantCall } from "./grants/grant.ts";
import { organizationSelectionGrant } from "./grants/organization-selection.ts";
import { passwordGrant } from "./grants/password.ts";
import { refreshTokenGrant } from "./grants/refresh-token.ts";
import { type GrantReading, type GrantRequest, readGrantRequest, subjectOfGrant } from "./grant-request.ts";
import { oauthRefusal } from "./refusal.ts";
import { endedCookies, refreshCookies, refreshTokenOfCookie } from "./spa-cookies.ts";

const GRANTS: Record<string, (call: GrantCall) => Promise<Granted>> = {
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
  password: passwordGrant,
  "urn:workos:oauth:grant-type:organization-selection": organizationSelectionGrant,
};

/** Where all of them are exchanged. */
export const AUTHENTICATE_PATH = "/user_management/authenticate";

/** `POST /user_management/authenticate`: exchanges what somebody has for tokens. */
export async function authenticate(context: AuthKitContext, request: PlainRequest): Promise<TextAnswer> {
  const text = request.text();
  const reading = readGrantRequest(request, typeof text === "string" ? text : await text);
  const origin = request.headers.get("origin");
  const beforeSubject: Asked = {
    endpoint: `POST ${AUTHENTICATE_PATH}`,
    attempt: attemptOf(request),
    subject: {},
  };
  const pageOrigin = origin !== null && isCorsOriginAllowed(context, origin, beforeSubject) ? origin : null;
  const cookies =
    pageOrigin === null
      ? { arrive: false, token: null }
      : refreshTokenOfCookie(context, request, beforeSubject);
  const fields = withCookie(reading, cookies.token);
  const asked: Asked = {
    ...beforeSubject,
    grant: fields?.get("grant_type") ?? undefined,
    subject: fields === null ? {} : subjectOfGrant(context, fields),
  };

  const given = await atEndpoint(context, request, asked, () => {
    if ("problem" in reading) throw reading.problem;
    return grant({ context, request, fields: fields ?? reading.fields, asked });
  });
  const answer = "client" in given ? jsonAnswer(given.body) : given;
  if (pageOrigin === null) return answer;
  const setCookies = cookiesBeside(context, request, given, { ...cookies, fields });
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...corsHeaders(pageOrigin),
      ...(setCookies.length === 0 ? {} : { "set-cookie": setCookies }),
    },
  };
}

/** In the cookie mode of a single-page app, a refresh names no token: the browser sends it in a cookie. */
function withCookie(reading: GrantReading, token: string | null): GrantRequest | null {
  if ("problem" in reading) return null;
  const { fields } = reading;
  if (token === null || fields.get("grant_type") !== "refresh_token" || fields.get("refresh_token") !== null)
    return fields;
  return { get: (name) => (name === "refresh_token" ? token : fields.get(name)) };
}

function grant(call: Omit<GrantCall, "client">): Promise<Granted> {
  const grantType = call.fields.get("grant_type");
  if (grantType === null) throw oauthRefusal(400, "invalid_request", "grant_type is required.");
  const exchange = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
  if (exchange === undefined)
    throw oauthRefusal(400, "invalid_request", `The grant type is not supported: ${grantType}`);
  const client = authenticateClient(call);
  return exchange({ ...call, client });
}

/** The cookies that a page's answer sets in the cookie mode. */
function cookiesBeside(
  context: AuthKitContext,
  request: PlainRequest,
  given: Granted | TextAnswer,
  { arrive, token, fields }: { arrive: boolean; token: string | null; fields: GrantRequest | null },
): string[] {
  if ("client" in given) {
    const isSet = arrive && given.client === "public";
    return isSet ? refreshCookies(context, request, given.body.refresh_token) : [];
  }
  const isOver = token !== null && fields !== null && [400, 401].includes(given.status);
  return isOver ? endedCookies(context, request) : [];
}
