import type { AuthKitContext } from "../context.ts";
import { Refusal } from "./refusal.ts";

/**
 * `GET /sso/jwks/:clientId`: the keys of the environment's tokens.
 *
 * @throws {Refusal} 404 for another client id
 */
export async function jwks(context: AuthKitContext, clientId: string): Promise<Response> {
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
  return new Response(JSON.stringify(keys), {
    headers: { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=300" },
  });
}
