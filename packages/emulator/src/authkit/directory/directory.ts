import type { JwtTemplateContext } from "@convex-authkit/core";
import type { Clock } from "../../clock/clock.ts";
import type { Account, Seed, SeedRole } from "../accounts.ts";
import type { DirectoryEvent } from "./directory-event.ts";
import { createIdentifiers } from "./identifiers.ts";
import { createMemberships, DEFAULT_ROLE, type Memberships } from "./memberships.ts";
import type { Organization, OrganizationMembership, User } from "./objects.ts";
import { createOrganizations, type Organizations } from "./organizations.ts";
import { createRoles, type Permissions, type Roles } from "./roles.ts";
import { createStamp } from "./stamps.ts";
import { templateContext } from "./template-context.ts";
import { createUsers, type Users } from "./users.ts";

/** The users, organizations, memberships, roles and permissions of the environment. Kept in memory. */
export interface Directory {
  user(id: string): User | null;
  /** Letter case does not count. */
  userByEmail(email: string): User | null;
  /** Whether this is the user's password; false for a user that has none. */
  passwordMatches(userId: string, password: string): boolean;
  /** Writes down a sign-in in `last_sign_in_at`. @returns the user as it is then */
  noteSignIn(userId: string): User;
  organization(id: string): Organization | null;
  /** In the order in which they were made. */
  activeMemberships(userId: string): OrganizationMembership[];
  users: Users;
  organizations: Organizations;
  memberships: Memberships;
  roles: Roles;
  permissions: Permissions;
  /** What a membership lets its user do: the claims `role`, `roles` and `permissions` of an access token. */
  access(membership: OrganizationMembership): Access;
  /**
   * What a JWT template is rendered with.
   *
   * @param organizationId the organization of the session; null: none
   * @returns null: there is no such user
   */
  templateContext(userId: string, organizationId: string | null): JwtTemplateContext | null;
  /** The users as test accounts, oldest first, with their passwords. */
  accounts(): Account[];
  /** Is told every change, in order. @returns ends it */
  subscribe(listener: (event: DirectoryEvent) => void): () => void;
  /** Back to the seed, without telling anybody. */
  reset(): void;
}

export interface Access {
  /** The role of the highest priority. */
  role: string;
  roles: string[];
  permissions: string[];
}

/**
 * A directory that starts with a seed. Ids depend on the seed alone: the same accounts have the same ids after every start.
 *
 * Users and organizations that are removed take their memberships with them.
 */
export function createDirectory(seed: Seed, clock: Clock): Directory {
  const listeners = new Set<(event: DirectoryEvent) => void>();
  let silent = false;
  const tell = (event: DirectoryEvent): void => {
    if (!silent) for (const listener of listeners) listener(event);
  };

  const identifiers = createIdentifiers();
  const stamp = createStamp(clock);
  const users = createUsers(identifiers, stamp, tell);
  const organizations = createOrganizations(identifiers, stamp, tell);
  const { roles, permissions, clear: clearRoles } = createRoles(identifiers, stamp);
  const memberships = createMemberships(identifiers, stamp, tell, (slugs, organizationId) => {
    const order = roles.list(organizationId).map(({ slug }) => slug);
    return slugs.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  });

  function removeMemberships(ofWhom: { userId?: string; organizationId?: string }): void {
    for (const { id } of memberships.list(ofWhom)) memberships.remove(id);
  }

  function plant(): void {
    for (const { slug, name, permissions: granted } of withStandardRoles(seed.roles ?? []))
      roles.create(slug, { name: name ?? slug, permissions: granted ?? [] });
    for (const { id, name, domains, metadata, externalId } of seed.organizations ?? [])
      organizations.create({
        id,
        name,
        domains: domains?.map((domain) => ({ domain, state: "verified" })),
        metadata,
        external_id: externalId,
      });
    for (const account of seed.accounts) plantAccount(account);
  }

  function plantAccount(account: Account): void {
    const user = users.create({
      id: account.id,
      email: account.email,
      email_verified: account.emailVerified ?? true,
      password: account.password,
      first_name: account.firstName,
      last_name: account.lastName,
      profile_picture_url: account.profilePictureUrl,
      external_id: account.externalId,
      metadata: account.metadata,
    });
    for (const { organization: named, roles: slugs = [DEFAULT_ROLE] } of account.memberships ?? []) {
      for (const slug of slugs) if (roles.bySlug(slug) === undefined) roles.create(slug, { name: slug });
      memberships.create(user.id, organizationCalled(named), slugs);
    }
  }

  function organizationCalled(nameOrId: string): Organization {
    return (
      organizations.byId(nameOrId) ??
      organizations.byName(nameOrId) ??
      organizations.create({ name: nameOrId })
    );
  }

  function reset(): void {
    silent = true;
    for (const part of [users, organizations, memberships]) part.clear();
    clearRoles();
    identifiers.reset();
    plant();
    silent = false;
  }

  const directory: Directory = {
    user: (id) => users.byId(id) ?? null,
    userByEmail: (email) => users.byEmail(email) ?? null,
    passwordMatches: users.passwordMatches,
    noteSignIn(userId) {
      const user = users.signedIn(userId);
      if (user === undefined) throw new RangeError(`There is no user ${userId} who could sign in.`);
      return user;
    },
    organization: (id) => organizations.byId(id) ?? null,
    activeMemberships: (userId) => memberships.list({ userId, statuses: ["active"] }),
    users: {
      ...users,
      remove(id) {
        if (users.byId(id) !== undefined) removeMemberships({ userId: id });
        return users.remove(id);
      },
    },
    organizations: {
      ...organizations,
      update(id, fields) {
        const organization = organizations.update(id, fields);
        if (organization !== undefined) memberships.renameOrganization(organization);
        return organization;
      },
      remove(id) {
        if (organizations.byId(id) === undefined) return undefined;
        removeMemberships({ organizationId: id });
        for (const role of roles.list(id)) if (roles.belongsTo(role.id, id)) roles.remove(role.id);
        return organizations.remove(id);
      },
    },
    memberships,
    roles,
    permissions,
    access(membership) {
      const held = roles
        .list(membership.organization_id)
        .filter(({ slug }) => membership.roles.some((one) => one.slug === slug));
      return {
        role: membership.role.slug,
        roles: membership.roles.map(({ slug }) => slug),
        permissions: [...new Set(held.flatMap((role) => role.permissions))],
      };
    },
    templateContext: (userId, organizationId) => templateContext(directory, userId, organizationId),
    accounts: () =>
      users.all().map((user) => ({
        id: user.id,
        email: user.email,
        password: users.password(user.id) ?? undefined,
        firstName: user.first_name ?? undefined,
        lastName: user.last_name ?? undefined,
        emailVerified: user.email_verified,
        profilePictureUrl: user.profile_picture_url ?? undefined,
        externalId: user.external_id ?? undefined,
        metadata: user.metadata,
        memberships: memberships
          .list({ userId: user.id, statuses: ["active"] })
          .map((one) => ({ organization: one.organization_name, roles: one.roles.map(({ slug }) => slug) })),
      })),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    reset,
  };
  reset();
  return directory;
}

/** WorkOS gives every environment these two, the first with the highest priority and the second with the lowest. */
function withStandardRoles(listed: readonly SeedRole[]): SeedRole[] {
  const standard = [
    { slug: "admin", name: "Admin" },
    { slug: DEFAULT_ROLE, name: "Member" },
  ];
  const [first, last] = standard.map((role) => (listed.some(({ slug }) => slug === role.slug) ? [] : [role]));
  return [...(first ?? []), ...listed, ...(last ?? [])];
}
