import type { Identity } from "@convex-authkit/core";
import type { Subject } from "../../timeline/event.ts";
import { ServerError } from "../server-error.ts";
import type { Credential } from "./credential.ts";

/** Who a client is, once its credential was accepted. */
export interface SessionIdentity {
  identity: Identity | null;
  admin: boolean;
  /** Seconds since 1970, `exp` of the token; null for what does not expire. */
  expiresAt: number | null;
  credential: Credential;
  subject: Subject;
}

/** Nobody, as every connection starts. */
export const NOBODY: SessionIdentity = {
  identity: null,
  admin: false,
  expiresAt: null,
  credential: { type: "none" },
  subject: {},
};

/**
 * Checks that the identity still holds. Convex does so whenever it is about to use it, without the leeway it grants while a token is
 * accepted.
 *
 * @param now milliseconds since 1970
 * @throws {ServerError} TokenExpired
 */
export function checkNotExpired({ expiresAt }: SessionIdentity, now: number): void {
  if (expiresAt === null || now < expiresAt * 1000) return;
  throw new ServerError("unauthenticated", "TokenExpired", "Convex token identity expired");
}
