import { type Collection, createCollection } from "./collection.ts";
import type { Tell } from "./directory-event.ts";
import type { Identifiers } from "./identifiers.ts";
import type { MembershipStatus, Organization, OrganizationMembership } from "./objects.ts";
import type { Stamp } from "./stamps.ts";

/** Which memberships are asked for; what is absent does not count. */
export interface MembershipFilter {
  userId?: string | undefined;
  organizationId?: string | undefined;
  statuses?: readonly MembershipStatus[] | undefined;
}

/** The memberships of users in organizations. */
export interface Memberships {
  /** Oldest first. */
  list(filter?: MembershipFilter): OrganizationMembership[];
  byId(id: string): OrganizationMembership | undefined;
  /** The membership of a user in an organization, whatever its status. */
  between(userId: string, organizationId: string): OrganizationMembership | undefined;
  /** @param roles slugs, at least one; kept in the order of their priority */
  create(userId: string, organization: Organization, roles: readonly string[]): OrganizationMembership;
  setRoles(id: string, roles: readonly string[]): OrganizationMembership | undefined;
  setStatus(id: string, status: MembershipStatus): OrganizationMembership | undefined;
  remove(id: string): OrganizationMembership | undefined;
}

/** @param byPriority sorts the slugs of an organization's roles, the highest first */
export function createMemberships(
  identifiers: Identifiers,
  stamp: Stamp,
  tell: Tell,
  byPriority: (slugs: readonly string[], organizationId: string) => string[],
): Memberships & { clear(): void; renameOrganization(organization: Organization): void } {
  const memberships: Collection<OrganizationMembership> = createCollection();
  /** Ids by user: every token asks for the memberships of one. */
  const idsOfUsers = new Map<string, Set<string>>();

  function candidates(userId: string | undefined): OrganizationMembership[] {
    if (userId === undefined) return memberships.all();
    return [...(idsOfUsers.get(userId) ?? [])].flatMap((id) => memberships.byId(id) ?? []);
  }

  function update(id: string, fields: Partial<OrganizationMembership>): OrganizationMembership | undefined {
    const membership = memberships.byId(id);
    if (membership === undefined) return undefined;
    const updated = memberships.put({ ...membership, ...fields, updated_at: stamp() });
    tell({ event: "organization_membership.updated", data: updated });
    return updated;
  }

  return {
    list: ({ userId, organizationId, statuses } = {}) =>
      candidates(userId).filter(
        (one) =>
          (organizationId === undefined || one.organization_id === organizationId) &&
          (statuses === undefined || statuses.includes(one.status)),
      ),
    byId: memberships.byId,
    between: (userId, organizationId) =>
      candidates(userId).find((one) => one.organization_id === organizationId),
    create(userId, organization, roles) {
      const now = stamp();
      const membership = memberships.put({
        object: "organization_membership",
        id: identifiers.next("om", `${userId}:${organization.id}`),
        user_id: userId,
        organization_id: organization.id,
        organization_name: organization.name,
        status: "active",
        directory_managed: false,
        ...rolesOf(byPriority(roles, organization.id)),
        custom_attributes: {},
        created_at: now,
        updated_at: now,
      });
      idsOfUsers.set(userId, (idsOfUsers.get(userId) ?? new Set()).add(membership.id));
      tell({ event: "organization_membership.created", data: membership });
      return membership;
    },
    setRoles(id, roles) {
      const membership = memberships.byId(id);
      return membership && update(id, rolesOf(byPriority(roles, membership.organization_id)));
    },
    setStatus: (id, status) => update(id, { status }),
    remove(id) {
      const membership = memberships.byId(id);
      if (membership === undefined) return undefined;
      memberships.remove(id);
      idsOfUsers.get(membership.user_id)?.delete(id);
      tell({ event: "organization_membership.deleted", data: membership });
      return membership;
    },
    renameOrganization({ id, name }) {
      for (const membership of memberships.all())
        if (membership.organization_id === id) memberships.put({ ...membership, organization_name: name });
    },
    clear() {
      memberships.clear();
      idsOfUsers.clear();
    },
  };
}

function rolesOf(slugs: readonly string[]): Pick<OrganizationMembership, "role" | "roles"> {
  const roles = slugs.map((slug) => ({ slug }));
  return { role: roles[0] ?? { slug: DEFAULT_ROLE }, roles };
}

/** The role that a membership has where none is named. */
export const DEFAULT_ROLE = "member";
