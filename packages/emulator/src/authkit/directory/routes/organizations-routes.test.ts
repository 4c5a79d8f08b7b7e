import { NotFoundException } from "@workos-inc/node";
import { describe, expect, it } from "vitest";
import { resourcesUnderTest } from "../../resources-under-test.ts";
import { directoryRoutes } from "./directory-routes.ts";

const start = () =>
  resourcesUnderTest(directoryRoutes, {
    accounts: [
      { email: "ada@example.com", memberships: [{ organization: "Engines", roles: ["admin"] }] },
      { email: "grace@example.com" },
    ],
    organizations: [{ name: "Engines", domains: ["engines.example"], externalId: "crm-9" }],
    roles: [{ slug: "admin", permissions: ["notes:write"] }, { slug: "auditor" }],
  });

const people = async ({ workos }: ReturnType<typeof start>) => {
  const [grace, ada] = (await workos.userManagement.listUsers()).data;
  const [engines] = (await workos.organizations.listOrganizations()).data;
  if (ada === undefined || grace === undefined || engines === undefined)
    throw new Error("The seed is not there.");
  return { ada, grace, engines };
};

describe("organizations", () => {
  it("are created, read, changed and deleted", async () => {
    const { workos } = start();
    const created = await workos.organizations.createOrganization({
      name: "Hoppers",
      domainData: [{ domain: "hoppers.example", state: "verified" as never }],
      metadata: { tier: "gold" },
    });
    expect(created).toMatchObject({
      object: "organization",
      name: "Hoppers",
      metadata: { tier: "gold" },
      domains: [{ domain: "hoppers.example", state: "verified" }],
    });
    expect(await workos.organizations.getOrganization(created.id)).toEqual(created);
    const changed = await workos.organizations.updateOrganization({
      organization: created.id,
      name: "Hopper & Co",
      externalId: "crm-10",
    });
    expect(changed).toMatchObject({
      name: "Hopper & Co",
      domains: created.domains,
      metadata: { tier: "gold" },
    });
    expect(await workos.organizations.getOrganizationByExternalId("crm-10")).toEqual(changed);
    await workos.organizations.deleteOrganization(created.id);
    await expect(workos.organizations.getOrganization(created.id)).rejects.toBeInstanceOf(NotFoundException);
  });

  it("are found by domain", async () => {
    const { workos } = start();
    await workos.organizations.createOrganization({ name: "Other" });
    const found = await workos.organizations.listOrganizations({
      domains: ["engines.example", "nowhere.example"],
    });
    expect(found.data.map(({ name }) => name)).toEqual(["Engines"]);
  });

  it("need a name, and an external id that is free", async () => {
    const { workos } = start();
    await expect(workos.organizations.createOrganization({ name: " " })).rejects.toMatchObject({
      status: 422,
    });
    await expect(
      workos.organizations.createOrganization({ name: "Second", externalId: "crm-9" }),
    ).rejects.toMatchObject({ message: expect.stringContaining("already used") });
  });
});

describe("memberships", () => {
  it("are created with the role member, or with the roles that are named", async () => {
    const under = start();
    const { grace, engines } = await people(under);
    const users = under.workos.userManagement;
    const plain = await users.createOrganizationMembership({ userId: grace.id, organizationId: engines.id });
    expect(plain).toMatchObject({
      object: "organization_membership",
      userId: grace.id,
      organizationName: "Engines",
      status: "active",
      role: { slug: "member" },
    });
    const changed = await users.updateOrganizationMembership(plain.id, { roleSlugs: ["auditor", "admin"] });
    expect(changed).toMatchObject({
      role: { slug: "admin" },
      roles: [{ slug: "admin" }, { slug: "auditor" }],
    });
    await expect(users.updateOrganizationMembership(plain.id, { roleSlug: "wizard" })).rejects.toMatchObject({
      status: 422,
      code: "invalid_role",
    });
  });

  it("show their user", async () => {
    const under = start();
    const { ada } = await people(under);
    const response = await under.fetch(`/user_management/organization_memberships?user_id=${ada.id}`, {
      headers: { authorization: `Bearer ${under.context.environment.apiKey}` },
    });
    expect(await response.json()).toMatchObject({ data: [{ user: { email: "ada@example.com" } }] });
  });

  it("are listed by user or organization, active ones unless others are asked for", async () => {
    const under = start();
    const { ada, engines } = await people(under);
    const users = under.workos.userManagement;
    const [membership] = (await users.listOrganizationMemberships({ userId: ada.id })).data;
    await users.deactivateOrganizationMembership(membership?.id ?? "");
    expect((await users.listOrganizationMemberships({ organizationId: engines.id })).data).toEqual([]);
    const inactive = await users.listOrganizationMemberships({
      organizationId: engines.id,
      statuses: ["inactive", "pending"],
    });
    expect(inactive.data).toMatchObject([{ id: membership?.id, status: "inactive" }]);
    const error = await users.listOrganizationMemberships({} as never).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400 });
  });

  it("can be deactivated and come back, with their roles, in both ways that WorkOS has", async () => {
    const under = start();
    const { ada, engines } = await people(under);
    const users = under.workos.userManagement;
    const [{ id } = { id: "" }] = (await users.listOrganizationMemberships({ userId: ada.id })).data;
    await users.deactivateOrganizationMembership(id);
    expect(await users.reactivateOrganizationMembership(id)).toMatchObject({
      status: "active",
      role: { slug: "admin" },
    });
    await users.deactivateOrganizationMembership(id);
    const again = await users.createOrganizationMembership({
      userId: ada.id,
      organizationId: engines.id,
      roleSlug: "auditor",
    });
    expect(again).toMatchObject({ id, status: "active", role: { slug: "auditor" } });
    await expect(
      users.createOrganizationMembership({ userId: ada.id, organizationId: engines.id }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it("name what does not exist", async () => {
    const under = start();
    const { ada, engines } = await people(under);
    const users = under.workos.userManagement;
    await expect(
      users.createOrganizationMembership({ userId: ada.id, organizationId: "org_nowhere" }),
    ).rejects.toMatchObject({ message: "Organization not found: 'org_nowhere'." });
    await expect(
      users.createOrganizationMembership({ userId: "user_nobody", organizationId: engines.id }),
    ).rejects.toMatchObject({ message: "User not found: 'user_nobody'." });
    await expect(users.getOrganizationMembership("om_none")).rejects.toMatchObject({ status: 404 });
  });
});

describe("roles and permissions", () => {
  it("of the environment are listed by priority, and changed", async () => {
    const { workos } = start();
    const { data } = await workos.authorization.listEnvironmentRoles();
    expect(data.map(({ slug }) => slug)).toEqual(["admin", "auditor", "member"]);
    await workos.authorization.createPermission({ slug: "notes:read", name: "Read notes" });
    await workos.authorization.setEnvironmentRolePermissions("auditor", { permissions: ["notes:read"] });
    expect(await workos.authorization.getEnvironmentRole("auditor")).toMatchObject({
      type: "EnvironmentRole",
      permissions: ["notes:read"],
    });
    await expect(
      workos.authorization.addEnvironmentRolePermission("auditor", { permissionSlug: "notes:eat" }),
    ).rejects.toMatchObject({ status: 404, message: "Permission not found: 'notes:eat'." });
    await expect(
      workos.authorization.createEnvironmentRole({ slug: "admin", name: "Again" }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it("of an organization are its own", async () => {
    const under = start();
    const { grace, engines } = await people(under);
    const { authorization, userManagement, organizations } = under.workos;
    const role = await authorization.createOrganizationRole(engines.id, { slug: "org-lead", name: "Lead" });
    await authorization.setOrganizationRolePermissions(engines.id, role.slug, {
      permissions: ["notes:write"],
    });
    const slugs = (await authorization.listOrganizationRoles(engines.id)).data.map(({ slug }) => slug);
    expect(slugs).toEqual(["admin", "auditor", "member", "org-lead"]);
    const other = await organizations.createOrganization({ name: "Other" });
    expect((await authorization.listOrganizationRoles(other.id)).data).toHaveLength(3);

    const membership = await userManagement.createOrganizationMembership({
      userId: grace.id,
      organizationId: engines.id,
      roleSlug: "org-lead",
    });
    const check = (permissionSlug: string) =>
      authorization.check({
        organizationMembershipId: membership.id,
        permissionSlug,
        resourceId: engines.id,
      } as never);
    expect(await check("notes:write")).toEqual({ authorized: true });
    expect(await check("notes:read")).toEqual({ authorized: false });
    await expect(authorization.deleteOrganizationRole(engines.id, "org-lead")).rejects.toMatchObject({
      status: 409,
    });
    await userManagement.deleteOrganizationMembership(membership.id);
    await authorization.deleteOrganizationRole(engines.id, "org-lead");
    expect((await authorization.listOrganizationRoles(engines.id)).data).toHaveLength(3);
  });

  it("that are deleted disappear from roles", async () => {
    const { workos } = start();
    await workos.authorization.deletePermission("notes:write");
    expect(await workos.authorization.getEnvironmentRole("admin")).toMatchObject({ permissions: [] });
    expect((await workos.authorization.listPermissions()).data).toEqual([]);
  });
});
