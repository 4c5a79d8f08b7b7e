import type { PlainRequest } from "../../server/plain-request.ts";
import { jsonAnswer, type TextAnswer } from "../../server/text-answer.ts";
import type { AuthKitContext } from "../context.ts";
import { askedOf, atEndpoint } from "./endpoint.ts";
import { Refusal } from "./refusal.ts";

/** `GET /sso/jwks/:clientId`: the keys of the environment's tokens, or 404 for another client id. */
export function jwks(context: AuthKitContext, request: PlainRequest, clientId: string): Promise<TextAnswer> {
  const asked = askedOf(context, request, "/sso/jwks/:clientId", null);
  return atEndpoint(context, request, asked, () => publishedKeys(context, clientId));
}

/** @throws {Refusal} 404 */
async function publishedKeys(context: AuthKitContext, clientId: string): Promise<TextAnswer> {
  if (clientId !== context.environment.clientId) throw new Refusal(404, { message: "Not Found" });
  const keys = await context.signer.jwks();
  context.parts.timeline.record({
    side: "authkit",
    step: "acceptance",
    kind: "jwks-fetch",
    outcome: "ok",
    title: "The keys of access tokens were fetched.",
    subject: { clientId },
    detail: { kids: keys.keys.map(({ kid }) => kid) },
  });
  return jsonAnswer(keys, 200, {
    "content-type": "application/jwk-set+json",
    "cache-control": "public, max-age=300",
  });
}
