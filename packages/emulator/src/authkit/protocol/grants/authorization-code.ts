import { createHash } from "node:crypto";
import { prepareAccessToken } from "../../tokens/access-token.ts";
import { oauthRefusal, type Refusal } from "../refusal.ts";
import { firstTokens, type GrantCall, type Granted, required } from "./grant.ts";

/**
 * Exchanges an authorization code: once, within ten minutes, by the client it was made for, with the verifier of its challenge.
 *
 * @throws {Refusal} 400 in WorkOS's words, which are the same for all that can be wrong with a code
 */
export async function authorizationCodeGrant(call: GrantCall): Promise<Granted> {
  const { context, fields, client, asked } = call;
  const code = required(fields, "code");
  const grant = context.codes.find(code);
  const session = grant === null ? null : context.sessions.alive(grant.sessionId);
  if (grant === null || session === null) throw invalidCode(code);
  const redirectUri = fields.get("redirect_uri");
  if (redirectUri !== null && redirectUri !== grant.redirectUri) throw invalidCode(code);

  const verifier = fields.get("code_verifier");
  if (grant.codeChallenge === null) {
    if (client === "public")
      throw oauthRefusal(
        400,
        "invalid_request",
        "A client without a secret must send a code_challenge to authorize and the code_verifier here.",
      );
  } else {
    if (verifier === null) throw oauthRefusal(400, "invalid_request", "code_verifier is required.");
    if (!fits(verifier, grant.codeChallenge)) throw invalidCode(code);
  }

  // Taken before anything is waited for: of two requests with one code, one gets tokens.
  context.codes.use(code);
  const { clientId, organizationId } = grant;
  const prepared = prepareAccessToken(context, session, clientId, organizationId, asked);
  return firstTokens(call, session, prepared);
}

/** PKCE, S256 (RFC 7636, 4.6); a verifier has 43 to 128 characters. */
function fits(verifier: string, challenge: string): boolean {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}

function invalidCode(code: string): Refusal {
  return oauthRefusal(400, "invalid_grant", `The code '${code.slice(0, 100)}' has expired or is invalid.`);
}
