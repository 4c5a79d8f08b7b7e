/**
 * The names that Convex gives the standard claims of OIDC providers, and the names under which they stand in a token.
 * A customJwt provider maps nothing: functions see the names of the token.
 */
export const OIDC_NAMES: Readonly<Record<string, string>> = {
  givenName: "given_name",
  familyName: "family_name",
  preferredUsername: "preferred_username",
  profileUrl: "profile",
  pictureUrl: "picture",
  websiteUrl: "website",
  emailVerified: "email_verified",
  phoneNumber: "phone_number",
  phoneNumberVerified: "phone_number_verified",
  birthday: "birthdate",
  timezone: "zoneinfo",
  language: "locale",
  updatedAt: "updated_at",
};

/** What is in an identity without any JWT template: Convex's own fields, and the claims of AuthKit's session tokens. */
const DEFAULT_CLAIMS = new Set([
  "tokenIdentifier",
  "subject",
  "issuer",
  "sid",
  "client_id",
  "auth_time",
  // Present when the session belongs to an organization: another failure mode asks for that.
  "org_id",
  "role",
  "roles",
  "permissions",
  "entitlements",
  "feature_flags",
  "act.sub",
]);

/** Whether a claim is in the token without a JWT template, or only the session decides about it. */
export function isDefaultClaim(claim: string): boolean {
  return DEFAULT_CLAIMS.has(claim);
}
