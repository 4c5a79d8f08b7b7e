import type { Hono } from "hono";
import * as v from "valibot";
import { ApiError, badRequest, conflict, invalidRequest, notFound } from "../../api/api-error.ts";
import { listPage } from "../../api/list-page.ts";
import { readBody, readQuery } from "../../api/read-request.ts";
import type { AuthKitContext } from "../../context.ts";
import { DEFAULT_ROLE } from "../memberships.ts";
import type { MembershipStatus, OrganizationMembership } from "../objects.ts";

const ROLES = {
  role_slug: v.optional(v.string()),
  role_slugs: v.optional(v.pipe(v.array(v.string()), v.minLength(1, "Role slugs must not be empty."))),
};
const NEW_MEMBERSHIP = v.object({ user_id: v.string(), organization_id: v.string(), ...ROLES });
const CHANGES = v.object(ROLES);
const FILTER = v.object({
  user_id: v.optional(v.string()),
  organization_id: v.optional(v.string()),
  statuses: v.optional(v.union([v.string(), v.array(v.string())])),
});
const STATUSES: readonly MembershipStatus[] = ["active", "inactive", "pending"];

/** `/user_management/organization_memberships`: list, read, create, change roles, deactivate, reactivate, delete. */
export function addMembershipsRoutes(api: Hono, { directory }: AuthKitContext): void {
  const { memberships, organizations, users, roles } = directory;
  const root = "/user_management/organization_memberships";

  const found = (id: string): OrganizationMembership => {
    const membership = memberships.byId(id);
    if (membership === undefined) throw notFound("Organization membership", id);
    return membership;
  };
  /** As the API shows it: with the user. */
  const shown = (membership: OrganizationMembership) => ({
    ...membership,
    user: users.byId(membership.user_id),
  });

  function wantedRoles(body: v.InferOutput<typeof CHANGES>, organizationId: string): string[] | undefined {
    if (body.role_slug !== undefined && body.role_slugs !== undefined)
      throw invalidRequest([
        { code: "role_slug_invalid", message: "Give `role_slug` or `role_slugs`, not both." },
      ]);
    const slugs = body.role_slugs ?? (body.role_slug === undefined ? undefined : [body.role_slug]);
    for (const slug of slugs ?? [])
      if (roles.bySlug(slug, organizationId) === undefined)
        throw new ApiError(422, { message: `Role '${slug}' is not a valid role.`, code: "invalid_role" });
    return slugs;
  }

  api.get(root, (c) => {
    const { user_id, organization_id, statuses } = readQuery(c, FILTER);
    if (user_id === undefined && organization_id === undefined)
      throw badRequest(
        "missing_user_id_or_organization_id",
        "At least one of `user_id` and `organization_id` must be given.",
      );
    const wanted = [statuses ?? "active"].flat().flatMap((some) => some.split(","));
    const known = STATUSES.filter((status) => wanted.includes(status));
    if (known.length !== new Set(wanted).size)
      throw badRequest("invalid_request_parameters", `statuses must be any of ${STATUSES.join(", ")}.`);
    const matching = memberships.list({
      userId: user_id,
      organizationId: organization_id,
      statuses: known,
    });
    return c.json(listPage(c, matching.map(shown)));
  });

  api.post(root, async (c) => {
    const body = await readBody(c, NEW_MEMBERSHIP);
    const organization = organizations.byId(body.organization_id);
    if (organization === undefined) throw notFound("Organization", body.organization_id);
    if (users.byId(body.user_id) === undefined) throw notFound("User", body.user_id);
    const slugs = wantedRoles(body, organization.id);

    const present = memberships.between(body.user_id, organization.id);
    if (present?.status === "active")
      throw conflict(
        "organization_membership_already_exists",
        `User '${body.user_id}' is already a member of organization '${organization.id}'.`,
      );
    if (present === undefined)
      return c.json(shown(memberships.create(body.user_id, organization, slugs ?? [DEFAULT_ROLE])), 201);
    refusePending(present, "reactivated");
    memberships.setStatus(present.id, "active");
    if (slugs !== undefined) memberships.setRoles(present.id, slugs);
    return c.json(shown(found(present.id)), 201);
  });

  api.get(`${root}/:id`, (c) => c.json(shown(found(c.req.param("id")))));

  api.put(`${root}/:id`, async (c) => {
    const { id, organization_id } = found(c.req.param("id"));
    const slugs = wantedRoles(await readBody(c, CHANGES), organization_id);
    if (slugs !== undefined) memberships.setRoles(id, slugs);
    return c.json(shown(found(id)));
  });

  api.put(`${root}/:id/deactivate`, (c) => {
    const membership = found(c.req.param("id"));
    refusePending(membership, "deactivated");
    if (membership.status === "active") memberships.setStatus(membership.id, "inactive");
    return c.json(shown(found(membership.id)));
  });

  api.put(`${root}/:id/reactivate`, (c) => {
    const membership = found(c.req.param("id"));
    refusePending(membership, "reactivated");
    if (membership.status === "inactive") memberships.setStatus(membership.id, "active");
    return c.json(shown(found(membership.id)));
  });

  api.delete(`${root}/:id`, (c) => {
    memberships.remove(found(c.req.param("id")).id);
    return c.body(null, 200);
  });
}

function refusePending({ status }: OrganizationMembership, what: "deactivated" | "reactivated"): void {
  if (status !== "pending") return;
  throw badRequest(
    `cannot_${what.slice(0, -1)}_pending_organization_membership`,
    `A pending organization membership cannot be ${what}.`,
  );
}
