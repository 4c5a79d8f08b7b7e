import type { Parts } from "../../parts.ts";
import type { Subject } from "../../timeline/event.ts";
import { ServerError } from "../server-error.ts";
import { actingIdentity } from "./acting-identity.ts";
import { checkAdminKey } from "./admin-key.ts";
import type { Credential } from "./credential.ts";
import { judgeToken, type Judging } from "./judge-token.ts";
import { NOBODY, type SessionIdentity } from "./session-identity.ts";
import { tokenSubject } from "./token-subject.ts";

/** Turns what a client sent into who it is. */
export interface Authenticator {
  /**
   * @param connectionId of the socket, for the timeline; absent over HTTP
   * @throws {ServerError} where it is refused
   */
  authenticate(credential: Credential, endpoint: string, connectionId?: string): Promise<SessionIdentity>;
  /** Milliseconds since 1970, by Convex's own clock. */
  now(subject: Subject): number;
}

/** @param adminKey the one key that is accepted */
export function createAuthenticator(parts: Parts, judging: Judging, adminKey: string): Authenticator {
  return {
    now: judging.now,
    async authenticate(credential, endpoint, connectionId) {
      if (credential.type === "none") return NOBODY;
      if (credential.type === "admin") return adminIdentity(credential, adminKey);
      const subject: Subject = { ...tokenSubject(credential.token), connectionId };
      const { identity, expiresAt } = await judgeToken(parts, judging, {
        token: credential.token,
        endpoint,
        subject,
      });
      return { identity, admin: false, expiresAt, credential, subject };
    },
  };
}

function adminIdentity(
  credential: Extract<Credential, { type: "admin" }>,
  adminKey: string,
): SessionIdentity {
  checkAdminKey(credential.key, adminKey);
  return { ...NOBODY, admin: true, credential, identity: actingAs(credential.actingAs) };
}

function actingAs(attributes: unknown): SessionIdentity["identity"] {
  if (attributes === undefined || attributes === null) return null;
  try {
    return actingIdentity(attributes);
  } catch {
    throw new ServerError("bad-request", "HeaderParseFailure", "Malformed Authorization header.");
  }
}
