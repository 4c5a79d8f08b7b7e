import type { Hono } from "hono";
import * as v from "valibot";
import { ApiError, badRequest, conflict, notEmulated, notFound } from "../../api/api-error.ts";
import { listPage } from "../../api/list-page.ts";
import { readBody } from "../../api/read-request.ts";
import type { AuthKitContext } from "../../context.ts";
import type { Permission, Role } from "../objects.ts";

const NAME = v.pipe(v.string(), v.nonEmpty("Name must be a non-empty string."), v.maxLength(48));
const DESCRIPTION = v.nullish(v.pipe(v.string(), v.maxLength(150)));
const SLUG = v.pipe(
  v.string(),
  v.maxLength(48),
  v.regex(
    /^[a-z0-9:._*-]+$/,
    "Slug must hold lowercase letters, digits, hyphens, underscores, colons, periods and asterisks only.",
  ),
);
const RESOURCE_TYPE = v.optional(v.string());
const NEW = v.object({ slug: SLUG, name: NAME, description: DESCRIPTION, resource_type_slug: RESOURCE_TYPE });
const NEW_CUSTOM_ROLE = v.object({ ...NEW.entries, slug: v.optional(SLUG) });
const CHANGES = v.object({ name: v.optional(NAME), description: DESCRIPTION });
const GRANTS = v.object({ permissions: v.array(v.string()) });
const GRANT = v.object({ slug: v.string() });
const CHECK = v.object({ permission_slug: v.string(), resource_id: v.optional(v.string()) });

/** `/authorization`: roles of the environment and of organizations, permissions, and the check of a permission. */
export function addRolesRoutes(api: Hono, context: AuthKitContext): void {
  addRoleRoutes(api, context, "/authorization/roles");
  addRoleRoutes(api, context, "/authorization/organizations/:organizationId/roles");
  addPermissionRoutes(api, context);

  api.post("/authorization/organization_memberships/:id/check", async (c) => {
    const membership = context.directory.memberships.byId(c.req.param("id"));
    if (membership === undefined) throw notFound("Organization membership", c.req.param("id"));
    const { permission_slug, resource_id } = await readBody(c, CHECK);
    // A role's permissions count for the organization itself; resources below it have roles of their own.
    if (resource_id !== membership.organization_id) throw notEmulated("resources below organizations");
    const { permissions } = context.directory.access(membership);
    return c.json({ authorized: membership.status === "active" && permissions.includes(permission_slug) });
  });
}

/** The routes of roles, those of the environment or, below an organization, its custom ones as well. */
function addRoleRoutes(api: Hono, { directory }: AuthKitContext, root: string): void {
  const { roles, permissions, organizations, memberships } = directory;

  /** The organization in the address; undefined: the environment. */
  function owner(organizationId: string | undefined): string | undefined {
    if (organizationId !== undefined && organizations.byId(organizationId) === undefined)
      throw notFound("Organization", organizationId);
    return organizationId;
  }
  function found(slug: string | undefined, organizationId: string | undefined): Role {
    const role = roles.bySlug(slug ?? "", owner(organizationId));
    if (role === undefined) throw notFound("Role", slug ?? "");
    return role;
  }
  /** A role that may be changed here: an organization changes its custom ones only. */
  function own(slug: string | undefined, organizationId: string | undefined): Role {
    const role = found(slug, organizationId);
    if (organizationId !== undefined && role.type === "EnvironmentRole")
      throw new ApiError(403, { message: `Role '${role.slug}' belongs to the environment.` });
    return role;
  }
  function checkGrants(slugs: readonly string[]): void {
    for (const slug of slugs) if (permissions.bySlug(slug) === undefined) throw notFound("Permission", slug);
  }

  api.get(root, (c) => c.json({ object: "list", data: roles.list(owner(c.req.param("organizationId"))) }));

  api.post(root, async (c) => {
    const organizationId = owner(c.req.param("organizationId"));
    const {
      slug: wanted,
      name,
      description,
      resource_type_slug,
    } = await readBody(c, organizationId === undefined ? NEW : NEW_CUSTOM_ROLE);
    refuseResources(resource_type_slug);
    const slug = wanted ?? `org-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
    if (organizationId !== undefined && !slug.startsWith("org-"))
      throw badRequest("bad_request", "The slug of a custom role must begin with 'org-'.");
    if (roles.bySlug(slug, organizationId) !== undefined)
      throw conflict(
        organizationId === undefined ? "role_slug_conflict" : "organization_role_slug_conflict",
        `A role with the slug '${slug}' already exists.`,
      );
    return c.json(roles.create(slug, { name, description }, organizationId), 201);
  });

  api.get(`${root}/:slug`, (c) => c.json(found(c.req.param("slug"), c.req.param("organizationId"))));

  api.patch(`${root}/:slug`, async (c) => {
    const { id } = own(c.req.param("slug"), c.req.param("organizationId"));
    return c.json(roles.update(id, await readBody(c, CHANGES)));
  });

  api.put(`${root}/:slug/permissions`, async (c) => {
    const { id } = own(c.req.param("slug"), c.req.param("organizationId"));
    const grants = await readBody(c, GRANTS);
    checkGrants(grants.permissions);
    return c.json(roles.update(id, grants));
  });

  api.post(`${root}/:slug/permissions`, async (c) => {
    const role = own(c.req.param("slug"), c.req.param("organizationId"));
    const { slug } = await readBody(c, GRANT);
    checkGrants([slug]);
    return c.json(roles.update(role.id, { permissions: [...role.permissions, slug] }));
  });

  // Only custom roles can be deleted through the API, and lose single permissions.
  if (!root.includes(":organizationId")) return;

  api.delete(`${root}/:slug/permissions/:permission`, (c) => {
    const role = own(c.req.param("slug"), c.req.param("organizationId"));
    const left = role.permissions.filter((slug) => slug !== c.req.param("permission"));
    roles.update(role.id, { permissions: left });
    return c.body(null, 204);
  });

  api.delete(`${root}/:slug`, (c) => {
    const role = own(c.req.param("slug"), c.req.param("organizationId"));
    const held = memberships
      .list({ organizationId: c.req.param("organizationId") })
      .some((membership) => membership.roles.some(({ slug }) => slug === role.slug));
    if (held) throw conflict("role_has_assignments", `Role '${role.slug}' is held by members.`);
    roles.remove(role.id);
    return c.body(null, 204);
  });
}

function addPermissionRoutes(api: Hono, { directory: { permissions } }: AuthKitContext): void {
  const root = "/authorization/permissions";
  const found = (slug: string): Permission => {
    const permission = permissions.bySlug(slug);
    if (permission === undefined) throw notFound("Permission", slug);
    return permission;
  };

  api.get(root, (c) => c.json(listPage(c, permissions.all())));

  api.post(root, async (c) => {
    const { slug, resource_type_slug, ...fields } = await readBody(c, NEW);
    refuseResources(resource_type_slug);
    if (permissions.bySlug(slug) !== undefined)
      throw conflict("permission_slug_conflict", `A permission with the slug '${slug}' already exists.`);
    return c.json(permissions.create(slug, fields), 201);
  });

  api.get(`${root}/:slug`, (c) => c.json(found(c.req.param("slug"))));

  api.patch(`${root}/:slug`, async (c) => {
    const { slug } = found(c.req.param("slug"));
    return c.json(permissions.update(slug, await readBody(c, CHANGES)));
  });

  api.delete(`${root}/:slug`, (c) => {
    permissions.remove(found(c.req.param("slug")).slug);
    return c.body(null, 204);
  });
}

function refuseResources(slug: string | undefined): void {
  if (slug !== undefined && slug !== "organization")
    throw notEmulated("resource types other than organization");
}
