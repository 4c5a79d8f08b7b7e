import { type AuthContext, type AuthKitIdentity, getIdentity } from "./identity.ts";
import { refuse } from "./refusal.ts";

/**
 * The signed-in caller.
 *
 * @throws {ConvexError} `not-signed-in`: no token was sent with the call. Queries that run before Convex has accepted the token
 *   end here: gate them on `useConvexAuth()` or `<Authenticated>`, not on AuthKit's user.
 */
export async function requireUser(ctx: AuthContext): Promise<AuthKitIdentity> {
  const identity = await getIdentity(ctx);
  if (identity === null)
    throw refuse(
      "not-signed-in",
      "Nobody is signed in for this call. If the app shows a user, the call was made before Convex accepted the token: wait for useConvexAuth().isAuthenticated.",
    );
  return identity;
}

/**
 * The caller, who has a role in the organization of the session.
 *
 * @param role a role's slug, such as `admin`
 * @throws {ConvexError} `role-missing`, `organization-missing` (the session has no organization, so the token has no role)
 */
export async function requireRole(ctx: AuthContext, role: string): Promise<AuthKitIdentity> {
  const identity = await requireOrganization(ctx);
  if (!hasRole(identity, role))
    throw refuse("role-missing", `The role "${role}" is needed. The token has ${listed(rolesOf(identity))}.`);
  return identity;
}

/**
 * The caller, who has a permission in the organization of the session.
 *
 * @param permission a permission's slug, such as `notes:write`
 * @throws {ConvexError} `permission-missing`, `organization-missing`
 */
export async function requirePermission(ctx: AuthContext, permission: string): Promise<AuthKitIdentity> {
  const identity = await requireOrganization(ctx);
  if (!hasPermission(identity, permission))
    throw refuse(
      "permission-missing",
      `The permission "${permission}" is needed. The token has ${listed(identity.permissions ?? [])}.`,
    );
  return identity;
}

/**
 * The caller, whose session is in an organization.
 *
 * @param organizationId the organization it must be; any, where absent
 * @throws {ConvexError} `organization-missing`, `other-organization`
 */
export async function requireOrganization(
  ctx: AuthContext,
  organizationId?: string,
): Promise<AuthKitIdentity & { org_id: string }> {
  const identity = await requireUser(ctx);
  const { org_id } = identity;
  if (org_id === undefined)
    throw refuse(
      "organization-missing",
      "The session is in no organization, so its token carries no org_id, role or permissions. Sign in with an organization, or switch to one.",
    );
  if (organizationId !== undefined && org_id !== organizationId)
    throw refuse("other-organization", "The session is in another organization than the one asked for.");
  return { ...identity, org_id };
}

/** What makes a caller an administrator: any one of these. */
export interface AdminRule {
  /** Domains of e-mail addresses, such as `example.com`. The address must be verified by WorkOS. */
  emailDomains?: readonly string[];
  /** A role's slug in the organization of the session. */
  role?: string;
  /** A permission's slug in the organization of the session. */
  permission?: string;
  /** The organization in which role or permission count; any, where absent. */
  organizationId?: string;
}

/**
 * The caller, who is an administrator by one of the rules given.
 *
 * The token needs `email` and `email_verified` for the rule by domain; WorkOS puts them there only through the JWT template.
 *
 * @throws {ConvexError} `not-admin`; `claim-missing` where the token lacks a claim without which no rule could hold
 * @throws {Error} where no rule is given: everybody would be one, or nobody
 */
export async function requireAdmin(ctx: AuthContext, rule: AdminRule): Promise<AuthKitIdentity> {
  const { emailDomains = [], role, permission, organizationId } = rule;
  if (emailDomains.length === 0 && role === undefined && permission === undefined)
    throw new Error("requireAdmin was given no rule. Pass emailDomains, role or permission.");
  const identity = await requireUser(ctx);
  const inOrganization = organizationId === undefined || identity.org_id === organizationId;
  if (inOrganization && role !== undefined && hasRole(identity, role)) return identity;
  if (inOrganization && permission !== undefined && hasPermission(identity, permission)) return identity;
  if (hasVerifiedDomain(identity, emailDomains)) return identity;

  if (role === undefined && permission === undefined)
    for (const claim of ["email", "email_verified"] as const)
      if (identity[claim] === undefined)
        throw refuse(
          "claim-missing",
          `The token carries no ${claim}, so nobody can be an administrator by e-mail address. Add "${claim}": {{ user.${claim} }} to the JWT template in WorkOS (Authentication, Sessions).`,
        );
  throw refuse("not-admin", "Administrators only.");
}

function hasVerifiedDomain({ email, email_verified }: AuthKitIdentity, domains: readonly string[]): boolean {
  // A text "true" is what a template with quotes around its expression gives; it is not taken for true.
  if (typeof email !== "string" || email_verified !== true) return false;
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return email.includes("@") && domains.some((allowed) => allowed.toLowerCase().replace(/^@/, "") === domain);
}

const rolesOf = ({ role, roles }: AuthKitIdentity): string[] => [
  ...new Set([...(typeof role === "string" ? [role] : []), ...(Array.isArray(roles) ? roles : [])]),
];
const hasRole = (identity: AuthKitIdentity, role: string): boolean => rolesOf(identity).includes(role);
const hasPermission = ({ permissions }: AuthKitIdentity, permission: string): boolean =>
  Array.isArray(permissions) && permissions.includes(permission);

const listed = (slugs: readonly string[]): string => (slugs.length === 0 ? "none" : slugs.join(", "));
