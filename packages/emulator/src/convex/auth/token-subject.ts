import type { Subject } from "../../timeline/event.ts";

/** Whom a token is about, as far as its claims say, without checking it. Never throws. */
export function tokenSubject(token: string): Subject {
  const claims = readClaims(token);
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    userId: text("sub"),
    sessionId: text("sid"),
    organizationId: text("org_id"),
    email: text("email"),
  };
}

function readClaims(token: string): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
