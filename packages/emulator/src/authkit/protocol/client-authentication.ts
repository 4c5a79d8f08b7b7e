import { timingSafeEqual } from "node:crypto";
import type { GrantCall } from "./grants/grant.ts";
import { oauthRefusal } from "./refusal.ts";

/** `confidential`: it knows the environment's API key; `public`: a page or an app on a device, which can keep no secret. */
export type ClientKind = "confidential" | "public";

/** Grants that a page may ask for without a secret. */
const PUBLIC_GRANTS: readonly string[] = ["authorization_code", "refresh_token"];

/**
 * Finds out which client asks for tokens.
 *
 * @throws {Refusal} 400 for an unknown client id, 401 for a secret that is not the environment's API key
 */
export function authenticateClient({ context, fields, asked }: Omit<GrantCall, "client">): ClientKind {
  const { clientId, apiKey } = context.environment;
  const sent = fields.get("client_id");
  if (sent === null) throw oauthRefusal(400, "invalid_request", "client_id is required.");
  if (sent !== clientId)
    throw oauthRefusal(400, "invalid_client", "Invalid client ID.", {
      failureMode: "mixed-key-environment",
    });

  const secret = fields.get("client_secret");
  if (secret === null) {
    if (PUBLIC_GRANTS.includes(fields.get("grant_type") ?? "")) return "public";
    throw oauthRefusal(400, "invalid_request", "client_secret is required.");
  }
  const matches = context.parts.faults.decide("apiKeyMatches", isSame(secret, apiKey), asked);
  if (!matches.value)
    throw oauthRefusal(401, "invalid_client", "Invalid client secret.", {
      failureMode: "mixed-key-environment",
      fault: matches.by[0],
    });
  return "confidential";
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
