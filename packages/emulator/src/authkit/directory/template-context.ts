import type { JwtTemplateContext } from "@convex-authkit/core";
import type { Directory } from "./directory.ts";

/** What a JWT template is rendered with (https://workos.com/docs/authkit/jwt-templates); there, roles are slugs. */
export function templateContext(
  directory: Pick<Directory, "users" | "organizations" | "memberships">,
  userId: string,
  organizationId: string | null,
): JwtTemplateContext | null {
  const user = directory.users.byId(userId);
  if (user === undefined) return null;
  const organization = organizationId === null ? undefined : directory.organizations.byId(organizationId);
  const membership =
    organization === undefined ? undefined : directory.memberships.between(userId, organization.id);
  return {
    user: { ...user },
    organization:
      organization === undefined
        ? null
        : { ...organization, domains: organization.domains.map((domain) => ({ ...domain })) },
    organization_membership:
      membership === undefined
        ? null
        : {
            ...membership,
            role: membership.role.slug,
            roles: membership.roles.map(({ slug }) => slug),
            // Nothing here can be set to anything: an environment without custom attributes has none.
            custom_attributes: {},
          },
  };
}
