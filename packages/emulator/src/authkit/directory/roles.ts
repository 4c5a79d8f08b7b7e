import { type Collection, createCollection } from "./collection.ts";
import type { Identifiers } from "./identifiers.ts";
import type { Permission, Role } from "./objects.ts";
import type { Stamp } from "./stamps.ts";
import { withoutUndefined } from "./users.ts";

/** What can be set of a role. What is absent stays as it is. */
export interface RoleFields {
  name?: string | undefined;
  description?: string | null | undefined;
  /** Slugs of permissions, in the place of those it has; unknown ones are made. */
  permissions?: readonly string[] | undefined;
}

/** The roles of the environment and the custom ones of organizations. */
export interface Roles {
  /** Those of the environment, and of an organization where one is named; in the order of their priority. */
  list(organizationId?: string): Role[];
  /** A role of the environment, or of an organization where one is named. */
  bySlug(slug: string, organizationId?: string): Role | undefined;
  /** @param organizationId for a custom role of one organization */
  create(slug: string, fields: RoleFields, organizationId?: string): Role;
  /** @returns undefined: there is no such role */
  update(id: string, fields: RoleFields): Role | undefined;
  remove(id: string): void;
  /** Whether it is a custom role of this organization. */
  belongsTo(id: string, organizationId: string): boolean;
}

/** The permissions of the environment. */
export interface Permissions {
  /** Oldest first. */
  all(): Permission[];
  bySlug(slug: string): Permission | undefined;
  create(slug: string, fields: PermissionFields): Permission;
  update(slug: string, fields: PermissionFields): Permission | undefined;
  /** Takes it from every role, too. */
  remove(slug: string): void;
}

export interface PermissionFields {
  name?: string | undefined;
  description?: string | null | undefined;
}

const RESOURCE_TYPE = "organization";

export function createRoles(
  identifiers: Identifiers,
  stamp: Stamp,
): { roles: Roles; permissions: Permissions; clear(): void } {
  const roles: Collection<Role> = createCollection();
  const permissions: Collection<Permission> = createCollection();
  /** Organization of a custom role, by the role's id. */
  const owners = new Map<string, string>();

  const applies = (role: Role, organizationId: string | undefined): boolean =>
    role.type === "EnvironmentRole" || owners.get(role.id) === organizationId;

  function permissionBySlug(slug: string): Permission | undefined {
    return permissions.find((one) => one.slug === slug);
  }

  function createPermission(slug: string, fields: PermissionFields): Permission {
    const now = stamp();
    return permissions.put({
      object: "permission",
      id: identifiers.next("perm", slug),
      slug,
      name: fields.name ?? slug,
      description: fields.description ?? null,
      resource_type_slug: RESOURCE_TYPE,
      system: false,
      created_at: now,
      updated_at: now,
    });
  }

  function withPermissions(fields: RoleFields): Partial<Role> {
    const { permissions: slugs, ...plain } = fields;
    for (const slug of slugs ?? []) if (permissionBySlug(slug) === undefined) createPermission(slug, {});
    return {
      ...withoutUndefined(plain),
      ...(slugs === undefined ? {} : { permissions: [...new Set(slugs)] }),
    };
  }

  return {
    roles: {
      list: (organizationId) => roles.all().filter((role) => applies(role, organizationId)),
      bySlug: (slug, organizationId) =>
        roles.find((role) => role.slug === slug && applies(role, organizationId)),
      create(slug, fields, organizationId) {
        const now = stamp();
        const role = roles.put({
          object: "role",
          id: identifiers.next("role", `${organizationId ?? ""}:${slug}`),
          slug,
          name: slug,
          description: null,
          permissions: [],
          resource_type_slug: RESOURCE_TYPE,
          type: organizationId === undefined ? "EnvironmentRole" : "OrganizationRole",
          created_at: now,
          updated_at: now,
          ...withPermissions(fields),
        });
        if (organizationId !== undefined) owners.set(role.id, organizationId);
        return role;
      },
      update(id, fields) {
        const role = roles.byId(id);
        if (role === undefined) return undefined;
        return roles.put({ ...role, ...withPermissions(fields), updated_at: stamp() });
      },
      remove(id) {
        roles.remove(id);
        owners.delete(id);
      },
      belongsTo: (id, organizationId) => owners.get(id) === organizationId,
    },
    permissions: {
      all: permissions.all,
      bySlug: permissionBySlug,
      create: createPermission,
      update(slug, fields) {
        const permission = permissionBySlug(slug);
        if (permission === undefined) return undefined;
        return permissions.put({ ...permission, ...withoutUndefined(fields), updated_at: stamp() });
      },
      remove(slug) {
        const permission = permissionBySlug(slug);
        if (permission === undefined) return;
        permissions.remove(permission.id);
        for (const role of roles.all())
          if (role.permissions.includes(slug))
            roles.put({
              ...role,
              permissions: role.permissions.filter((one) => one !== slug),
              updated_at: stamp(),
            });
      },
    },
    clear() {
      roles.clear();
      permissions.clear();
      owners.clear();
    },
  };
}
