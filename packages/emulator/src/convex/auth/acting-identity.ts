import type { Identity } from "@convex-authkit/core";

/**
 * The identity that an admin key acts as (`npx convex run --identity`, `setAdminAuth(key, identity)`): the attributes as they were
 * sent. No token stands behind it, so it says nothing about the auth config.
 *
 * @throws {TypeError} where neither `tokenIdentifier` nor `issuer` and `subject` are given
 */
export function actingIdentity(attributes: unknown): Identity {
  const given =
    typeof attributes === "object" && attributes !== null ? (attributes as Record<string, unknown>) : {};
  const { tokenIdentifier, issuer, subject } = given;
  if (typeof tokenIdentifier !== "string" && (typeof issuer !== "string" || typeof subject !== "string"))
    throw new TypeError(`Either "tokenIdentifier" or "issuer" and "subject" must be set`);
  return {
    ...given,
    tokenIdentifier: typeof tokenIdentifier === "string" ? tokenIdentifier : `${issuer}|${subject}`,
  } as Identity;
}
