import { randomBytes, timingSafeEqual } from "node:crypto";
import { ServerError } from "../server-error.ts";

/** The name that `/instance_name` answers and that stands in front of the admin key. */
export const INSTANCE_NAME = "convex-authkit-emulator";

/** A new admin key, in the form that a self-hosted backend prints: `<instance name>|<hex>`. */
export function createAdminKey(): string {
  return `${INSTANCE_NAME}|${randomBytes(32).toString("hex")}`;
}

/**
 * Checks a key that a client sent. A prefix such as `dev:` in front is ignored, as Convex ignores it.
 *
 * @throws {ServerError} BadAdminKey
 */
export function checkAdminKey(sent: string, adminKey: string): void {
  const given = Buffer.from(sent.replace(/^[^:|]*:/, ""));
  const wanted = Buffer.from(adminKey);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new ServerError(
    "unauthenticated",
    "BadAdminKey",
    "The provided admin key was invalid for this instance",
  );
}
