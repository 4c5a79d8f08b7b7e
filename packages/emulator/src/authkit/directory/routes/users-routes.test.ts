import { BadRequestException, NotFoundException, UnprocessableEntityException } from "@workos-inc/node";
import { describe, expect, it } from "vitest";
import { startSession } from "../../protocol/start-session.ts";
import { resourcesUnderTest } from "../../resources-under-test.ts";
import { directoryRoutes } from "./directory-routes.ts";

const start = (accounts = ["ada@example.com", "grace@example.com"]) => {
  const under = resourcesUnderTest(directoryRoutes, {
    accounts: accounts.map((email) => ({ email, password: "a password" })),
  });
  return { ...under, users: under.workos.userManagement };
};

describe("creating a user", () => {
  it("gives the user as the SDK reads it", async () => {
    const { users, context } = start([]);
    const user = await users.createUser({
      email: "new@example.com",
      password: "long enough",
      firstName: "New",
      lastName: "User",
      emailVerified: true,
      externalId: "crm-1",
      metadata: { plan: "free" },
    });
    expect(user).toMatchObject({
      object: "user",
      email: "new@example.com",
      name: "New User",
      emailVerified: true,
      externalId: "crm-1",
      metadata: { plan: "free" },
      lastSignInAt: null,
    });
    expect(await users.getUser(user.id)).toEqual(user);
    expect(await users.getUserByExternalId("crm-1")).toEqual(user);
    expect(context.directory.passwordMatches(user.id, "long enough")).toBe(true);
  });

  it("refuses an address that is taken, as WorkOS does", async () => {
    const { users, fetch, context } = start();
    const error = await users.createUser({ email: "ADA@example.com" }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadRequestException);
    const response = await fetch("/user_management/users", {
      method: "POST",
      headers: { authorization: `Bearer ${context.environment.apiKey}` },
      body: JSON.stringify({ email: "ada@example.com" }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      message: "Could not create user.",
      code: "user_creation_error",
      errors: [{ code: "email_not_available", message: "This email is not available." }],
    });
  });

  it.each([
    [{}, [{ code: "email_string_required", message: "Email must be a non-empty string." }]],
    [{ email: "" }, [{ code: "email_string_required", message: "Email must be a non-empty string." }]],
    [{ email: "nobody" }, [{ code: "email_invalid", message: "Email must be an e-mail address." }]],
    [
      { email: "x@example.com", email_verified: "yes" },
      [{ code: "email_verified_boolean_required", message: "Email verified must be a boolean." }],
    ],
  ])("refuses %j with 422 and the problems", async (body, errors) => {
    const { fetch, context } = start();
    const response = await fetch("/user_management/users", {
      method: "POST",
      headers: { authorization: `Bearer ${context.environment.apiKey}` },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      message: "Validation failed",
      code: "invalid_request_parameters",
      errors,
    });
  });

  it.each([
    ["more than 50 keys", Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`key${i}`, "x"]))],
    ["a long value", { note: "x".repeat(601) }],
    ["a long key", { ["k".repeat(41)]: "x" }],
  ])("refuses metadata with %s", async (_what, metadata) => {
    const { users } = start();
    await expect(users.createUser({ email: "x@example.com", metadata })).rejects.toMatchObject({
      message: expect.stringContaining("Metadata is invalid"),
    });
  });

  it("says that it cannot check hashed passwords", async () => {
    const { users } = start();
    await expect(
      users.createUser({ email: "x@example.com", passwordHash: "$2b$10$x", passwordHashType: "bcrypt" }),
    ).rejects.toMatchObject({ status: 501, message: expect.stringContaining("hashed passwords") });
  });
});

describe("changing a user", () => {
  it("keeps what is not named, merges metadata and bumps updated_at", async () => {
    const { users, context } = start();
    const [before] = (await users.listUsers({ email: "ada@example.com" })).data;
    const id = before?.id ?? "";
    await users.updateUser({ userId: id, metadata: { plan: "free", team: "a" } });
    const after = await users.updateUser({
      userId: id,
      firstName: "Ada",
      metadata: { plan: "pro", team: null },
      password: "another one",
      externalId: "crm-2",
    });
    expect(after).toMatchObject({
      email: "ada@example.com",
      firstName: "Ada",
      metadata: { plan: "pro" },
      externalId: "crm-2",
    });
    expect(after.updatedAt > (before?.updatedAt ?? "")).toBe(true);
    expect(context.directory.passwordMatches(id, "another one")).toBe(true);
    expect(context.directory.passwordMatches(id, "a password")).toBe(false);
  });

  it("refuses another user's address and external id", async () => {
    const { users } = start();
    const [grace, ada] = (await users.listUsers()).data;
    await expect(
      users.updateUser({ userId: ada?.id ?? "", email: "Grace@example.com" }),
    ).rejects.toMatchObject({ message: "This email is not available." });
    await users.updateUser({ userId: grace?.id ?? "", externalId: "crm-1" });
    await expect(users.updateUser({ userId: ada?.id ?? "", externalId: "crm-1" })).rejects.toMatchObject({
      message: expect.stringContaining("already used"),
    });
    // Saying again what is already so is no conflict.
    await users.updateUser({ userId: grace?.id ?? "", externalId: "crm-1", email: "grace@example.com" });
  });
});

describe("deleting a user", () => {
  it("ends the user's sessions and forgets the user", async () => {
    const { users, context } = start();
    const [grace] = (await users.listUsers()).data;
    const id = grace?.id ?? "";
    const session = startSession(context, {
      userId: id,
      authenticationMethod: "Password",
      organizationId: null,
      ipAddress: null,
      userAgent: null,
    });
    await users.deleteUser(id);
    expect(context.sessions.alive(session.id)).toBeNull();
    const error = await users.getUser(id).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotFoundException);
    expect(error).toMatchObject({ code: "entity_not_found", message: `User not found: '${id}'.` });
  });
});

describe("listing users", () => {
  const emails = ["a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"];

  it("gives the newest first, in pages that lead on and back", async () => {
    const { users } = start(emails);
    const first = await users.listUsers({ limit: 2 });
    expect(first.data.map(({ email }) => email)).toEqual(["e@x.org", "d@x.org"]);
    expect(first.listMetadata).toEqual({ before: null, after: first.data[1]?.id });
    const second = await users.listUsers({ limit: 2, after: first.listMetadata.after ?? "" });
    expect(second.data.map(({ email }) => email)).toEqual(["c@x.org", "b@x.org"]);
    const last = await users.listUsers({ limit: 2, after: second.listMetadata.after ?? "" });
    expect(last.data.map(({ email }) => email)).toEqual(["a@x.org"]);
    expect(last.listMetadata).toEqual({ before: last.data[0]?.id, after: null });
    const back = await users.listUsers({ limit: 2, before: last.listMetadata.before ?? "" });
    expect(back.data).toEqual(second.data);
  });

  it("gives the oldest first where that is asked for, and all of them to autoPagination", async () => {
    const { users } = start(emails);
    expect((await users.listUsers({ order: "asc" })).data.map(({ email }) => email)).toEqual(emails);
    const all = await (await users.listUsers({ order: "asc" })).autoPagination();
    expect(all.map(({ email }) => email)).toEqual(emails);
  });

  it("turns the cursors round for order=normal", async () => {
    const { users } = start(emails);
    // The SDK's types do not know this order, its documentation does.
    const normal = "normal" as "desc";
    const first = await users.listUsers({ order: normal, limit: 2 });
    expect(first.data.map(({ email }) => email)).toEqual(["e@x.org", "d@x.org"]);
    expect(first.listMetadata).toEqual({ before: first.data[1]?.id, after: null });
    const older = await users.listUsers({
      order: normal,
      limit: 2,
      before: first.listMetadata.before ?? "",
    });
    expect(older.data.map(({ email }) => email)).toEqual(["c@x.org", "b@x.org"]);
  });

  it("filters by address, whatever its letter case, and by organization", async () => {
    const { users, workos } = start(emails);
    expect((await users.listUsers({ email: "C@X.org" })).data.map(({ email }) => email)).toEqual(["c@x.org"]);
    const organization = await workos.organizations.createOrganization({ name: "X" });
    const [b] = (await users.listUsers({ email: "b@x.org" })).data;
    await users.createOrganizationMembership({ userId: b?.id ?? "", organizationId: organization.id });
    expect((await users.listUsers({ organizationId: organization.id })).data).toEqual([b]);
  });

  it.each([
    ["limit=0", "limit_invalid"],
    ["limit=101", "limit_invalid"],
    ["limit=ten", "limit_invalid"],
    ["order=up", "order_picklist_required"],
    ["after=user_nobody", "after_invalid"],
  ])("refuses ?%s", async (query, code) => {
    const { fetch, context } = start();
    const response = await fetch(`/user_management/users?${query}`, {
      headers: { authorization: `Bearer ${context.environment.apiKey}` },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ code }] });
  });
});

describe("whoever asks", () => {
  it.each([undefined, "Bearer sk_test_other", "sk_test_emulator", "Basic c2s="])(
    "is refused with the authorization %j",
    async (authorization) => {
      const { fetch } = start();
      for (const path of [
        "/user_management/users",
        "/user_management/users/user_1",
        "/organizations",
        "/authorization/roles",
      ]) {
        const response = await fetch(path, {
          headers: authorization === undefined ? {} : { authorization },
        });
        expect(response.status).toBe(401);
        expect(await response.json()).toEqual({ message: "Unauthorized" });
      }
    },
  );

  it("hears that a body is no JSON, too long or of the wrong kind", async () => {
    const { fetch, context } = start();
    const post = (body: string) =>
      fetch("/user_management/users", {
        method: "POST",
        headers: { authorization: `Bearer ${context.environment.apiKey}` },
        body,
      });
    expect((await post("{")).status).toBe(400);
    expect((await post("[]")).status).toBe(422);
    expect((await post("null")).status).toBe(422);
    expect((await post(JSON.stringify({ email: "x".repeat(2_000_000) }))).status).toBe(413);
  });

  it("gets the SDK's own exception for a refused request", async () => {
    const { users } = start();
    await expect(users.createUser({ email: "nobody" })).rejects.toBeInstanceOf(UnprocessableEntityException);
  });
});
