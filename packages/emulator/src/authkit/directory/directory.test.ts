import { describe, expect, it } from "vitest";
import { createClock } from "../../clock/clock.ts";
import type { Seed } from "../accounts.ts";
import { createDirectory, type Directory } from "./directory.ts";
import type { DirectoryEvent } from "./directory-event.ts";

const SEED: Seed = {
  accounts: [
    {
      email: "ada@example.com",
      password: "correct horse",
      firstName: "Ada",
      lastName: "Lovelace",
      memberships: [{ organization: "Analytical Engines", roles: ["member", "auditor", "admin"] }],
    },
    { email: "grace@example.com" },
  ],
  organizations: [{ name: "Analytical Engines", domains: ["engines.example"] }],
  roles: [{ slug: "admin", permissions: ["notes:write", "notes:read"] }],
};

function start(seed: Seed = SEED): Directory {
  return createDirectory(
    seed,
    createClock(() => 1_700_000_000_000),
  );
}

const ada = (directory: Directory) => {
  const user = directory.users.byEmail("Ada@Example.com");
  if (user === undefined) throw new Error("The seed's first account is not there.");
  return user;
};

describe("the seed", () => {
  it("gives the same ids after every start, in WorkOS's form", () => {
    const ids = (directory: Directory) => [
      ...directory.users.all().map(({ id }) => id),
      ...directory.organizations.all().map(({ id }) => id),
      ...directory.memberships.list().map(({ id }) => id),
      ...directory.roles.list().map(({ id }) => id),
      ...directory.permissions.all().map(({ id }) => id),
    ];
    const first = ids(start());
    expect(first).toEqual(ids(start()));
    expect(new Set(first).size).toBe(first.length);
    for (const id of first) expect(id).toMatch(/^(user|org|om|role|perm)_01[0-9A-HJKMNP-TV-Z]{24}$/);
  });

  it("fills a user as WorkOS shows it", () => {
    expect(ada(start())).toEqual({
      object: "user",
      id: expect.any(String),
      email: "ada@example.com",
      email_verified: true,
      first_name: "Ada",
      last_name: "Lovelace",
      name: "Ada Lovelace",
      profile_picture_url: null,
      last_sign_in_at: null,
      locale: null,
      external_id: null,
      metadata: {},
      created_at: expect.stringMatching(/^2023-11-14T22:13:20\.\d{3}Z$/),
      updated_at: expect.stringMatching(/^2023-11-14T22:13:20\.\d{3}Z$/),
    });
  });

  it("makes the roles and organizations that only an account names", () => {
    const directory = start({
      accounts: [{ email: "a@example.com", memberships: [{ organization: "New Co", roles: ["owner"] }] }],
    });
    expect(directory.organizations.all().map(({ name }) => name)).toEqual(["New Co"]);
    expect(directory.roles.list().map(({ slug }) => slug)).toEqual(["admin", "member", "owner"]);
  });

  it("comes back with reset, ids and passwords included, and nobody is told", () => {
    const directory = start();
    const id = ada(directory).id;
    const told: DirectoryEvent[] = [];
    directory.users.remove(id);
    directory.users.create({ email: "new@example.com" });
    directory.subscribe((event) => told.push(event));
    directory.reset();
    expect(directory.users.all().map(({ email }) => email)).toEqual(["ada@example.com", "grace@example.com"]);
    expect(ada(directory).id).toBe(id);
    expect(directory.users.passwordMatches(id, "correct horse")).toBe(true);
    expect(told).toEqual([]);
  });

  it("can be read back as accounts", () => {
    expect(start().accounts()).toMatchObject([
      {
        email: "ada@example.com",
        password: "correct horse",
        memberships: [{ organization: "Analytical Engines", roles: ["admin", "member", "auditor"] }],
      },
      { email: "grace@example.com", password: undefined, memberships: [] },
    ]);
  });
});

describe("users", () => {
  it("have an updated_at that no other user has and that grows with every change, on a clock that stands still", () => {
    const directory = start();
    const stamps = directory.users.all().map(({ updated_at }) => updated_at);
    const { id } = ada(directory);
    for (let change = 0; change < 3; change++)
      stamps.push(directory.users.update(id, { locale: `en-${change}` })?.updated_at ?? "");
    expect(stamps).toEqual([...new Set(stamps)].toSorted());
  });

  it("note a sign-in silently, as production does", () => {
    const directory = start();
    const { id, updated_at } = ada(directory);
    const told: string[] = [];
    directory.subscribe(({ event }) => told.push(event));
    expect(directory.noteSignIn(id)).toMatchObject({ updated_at, last_sign_in_at: expect.any(String) });
    expect(told).toEqual([]);
  });

  it("keep what a change does not name, merge metadata, and are called as they are named", () => {
    const directory = start();
    const { id } = ada(directory);
    directory.users.update(id, { metadata: { plan: "free", team: "a" } });
    directory.users.update(id, { metadata: { plan: "pro", team: null }, last_name: "Byron" });
    expect(ada(directory)).toMatchObject({
      metadata: { plan: "pro" },
      first_name: "Ada",
      name: "Ada Byron",
    });
    directory.users.update(id, { name: "Countess" });
    expect(ada(directory)).toMatchObject({ first_name: "Ada", name: "Countess" });
  });

  it("sign in with their own password only, and without one not at all", () => {
    const { users } = start();
    const id = users.byEmail("grace@example.com")?.id ?? "";
    expect(users.passwordMatches(id, "")).toBe(false);
    users.update(id, { password: "second" });
    expect(users.passwordMatches(id, "second")).toBe(true);
    expect(users.passwordMatches(id, "correct horse")).toBe(false);
  });

  it("get a new id when they come back under the same address", () => {
    const { users } = start();
    const id = users.byEmail("grace@example.com")?.id ?? "";
    users.remove(id);
    expect(users.create({ email: "grace@example.com" }).id).not.toBe(id);
  });
});

describe("memberships", () => {
  it("grant what their roles grant, the highest role first", () => {
    const directory = start();
    const [membership] = directory.memberships.list({ userId: ada(directory).id });
    if (membership === undefined) throw new Error("The seed's membership is not there.");
    expect(membership).toMatchObject({ organization_name: "Analytical Engines", role: { slug: "admin" } });
    expect(directory.access(membership)).toEqual({
      role: "admin",
      roles: ["admin", "member", "auditor"],
      permissions: ["notes:write", "notes:read"],
    });
    directory.permissions.remove("notes:write");
    expect(directory.access(membership).permissions).toEqual(["notes:read"]);
  });

  it("go with their user or organization, and everybody hears of it", () => {
    const directory = start();
    const told: string[] = [];
    directory.subscribe(({ event, data }) => told.push(`${event} ${data.id.split("_")[0]}`));
    directory.organizations.remove(directory.organizations.byName("Analytical Engines")?.id ?? "");
    directory.users.remove(ada(directory).id);
    expect(told).toEqual([
      "organization_membership.deleted om",
      "organization.deleted org",
      "user.deleted user",
    ]);
    expect(directory.memberships.list()).toEqual([]);
  });

  it("show the organization's new name", () => {
    const directory = start();
    const id = directory.organizations.byName("Analytical Engines")?.id ?? "";
    directory.organizations.update(id, { name: "Engines Ltd" });
    expect(directory.memberships.list()[0]?.organization_name).toBe("Engines Ltd");
  });
});

describe("the context of a JWT template", () => {
  it("holds user, organization and membership, with roles as slugs", () => {
    const directory = start();
    const organization = directory.organizations.byName("Analytical Engines");
    expect(directory.templateContext(ada(directory).id, organization?.id ?? null)).toMatchObject({
      user: { email: "ada@example.com" },
      organization: { name: "Analytical Engines", domains: [{ domain: "engines.example" }] },
      organization_membership: { role: "admin", roles: ["admin", "member", "auditor"], status: "active" },
    });
  });

  it("has no organization where the session has none", () => {
    const directory = start();
    expect(directory.templateContext(ada(directory).id, null)).toMatchObject({
      organization: null,
      organization_membership: null,
    });
    expect(directory.templateContext("user_nobody", null)).toBeNull();
  });
});
