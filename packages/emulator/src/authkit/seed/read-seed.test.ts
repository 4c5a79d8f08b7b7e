import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../../clock/clock.ts";
import { createDirectory } from "../directory/directory.ts";
import { readSeed } from "./read-seed.ts";
import { STANDARD_SEED } from "./standard-seed.ts";

function seedOf(input: unknown) {
  const reading = readSeed(input);
  if ("problems" in reading) throw new Error(reading.problems.join("\n"));
  return reading;
}
function problemsOf(input: unknown): string[] {
  const reading = readSeed(input);
  return "problems" in reading ? reading.problems : [];
}

const BOTH = [
  { email: "admin@example.com", password: "one" },
  { email: "member@example.com", password: "two" },
];

describe("a seed file", () => {
  it("names accounts, organizations and roles", () => {
    const { seed, notes } = seedOf(`{
      // Comments and trailing commas are fine.
      "accounts": [
        {
          "email": "ada@example.com", "password": "engine", "firstName": "Ada", "lastName": "Lovelace",
          "emailVerified": false, "profilePictureUrl": "https://example.com/ada.png", "externalId": "crm-1",
          "id": "user_01ADA", "metadata": { "plan": "pro", "seats": 3 },
          "memberships": [{ "organization": "Engines", "roles": ["admin", "auditor"] }, "Navy"],
        },
      ],
      "organizations": [{ "name": "Engines", "id": "org_01ENGINES", "domains": ["engines.example"] }, "Navy"],
      "roles": [{ "slug": "auditor", "name": "Auditor", "permissions": ["notes:read"] }],
    }`);
    expect(notes).toEqual([]);
    expect(seed).toEqual({
      accounts: [
        {
          email: "ada@example.com",
          password: "engine",
          firstName: "Ada",
          lastName: "Lovelace",
          emailVerified: false,
          profilePictureUrl: "https://example.com/ada.png",
          externalId: "crm-1",
          id: "user_01ADA",
          metadata: { plan: "pro", seats: "3" },
          memberships: [
            { organization: "Engines", roles: ["admin", "auditor"] },
            { organization: "Navy", roles: ["member"] },
          ],
        },
      ],
      organizations: [
        { name: "Engines", id: "org_01ENGINES", domains: ["engines.example"] },
        { name: "Navy" },
      ],
      roles: [{ slug: "auditor", name: "Auditor", permissions: ["notes:read"] }],
    });
  });

  it("can be what an object was parsed to, and starts a directory", () => {
    const { seed } = seedOf({ accounts: BOTH });
    const directory = createDirectory(seed, createClock());
    expect(directory.users.all().map(({ email }) => email)).toEqual(BOTH.map(({ email }) => email));
  });

  it("has the standard seed's shape", () => {
    expect(seedOf(JSON.stringify(STANDARD_SEED))).toEqual({
      seed: expect.objectContaining(STANDARD_SEED),
      notes: [],
    });
  });
});

describe("a file of test accounts", () => {
  it.each([
    ["a list", BOTH],
    ["a list under a name", { testAccounts: BOTH }],
    ["a list under a name in another spelling", { test_accounts: BOTH }],
    ["users", { users: BOTH }],
    ["accounts by name", { admin: BOTH[0], member: BOTH[1] }],
    ["accounts by name under a name", { accounts: { admin: BOTH[0], member: BOTH[1] } }],
    ["a list for each environment", { dev: [BOTH[0]], preview: BOTH }],
    ["accounts by name for each environment", { dev: { admin: BOTH[0] }, preview: { member: BOTH[1] } }],
    ["passwords by address", { "admin@example.com": "one", "member@example.com": "two" }],
    [
      "accounts by address",
      { "admin@example.com": { password: "one" }, "member@example.com": { password: "two" } },
    ],
    ["accounts beside other things", { version: 1, createdAt: "2026-01-01", accounts: BOTH }],
    ["accounts by name beside other things", { $schema: "x", updated: true, a: BOTH[0], b: BOTH[1] }],
  ])("may be %s", (_what, file) => {
    expect(seedOf(JSON.stringify(file)).seed.accounts).toMatchObject(BOTH);
  });

  it("may spell its fields in another way", () => {
    expect(
      seedOf([
        {
          emailAddress: "ada@example.com",
          full_name: "Ada King Lovelace",
          email_verified: true,
        },
        { Email: "grace@example.com", first_name: "Grace", given_name: "G", role: "admin", org: "Navy" },
      ]).seed.accounts,
    ).toMatchObject([
      { email: "ada@example.com", firstName: "Ada", lastName: "King Lovelace", emailVerified: true },
      {
        email: "grace@example.com",
        firstName: "Grace",
        memberships: [{ organization: "Navy", roles: ["admin"] }],
      },
    ]);
  });

  it("may name a role without an organization, and hears where that leads", () => {
    const { seed, notes } = seedOf([{ email: "ada@example.com", role: "admin" }]);
    expect(seed.accounts[0]?.memberships).toEqual([
      { organization: "Example Organization", roles: ["admin"] },
    ]);
    expect(notes).toEqual([
      '[0] has a role and no organization; it is made a member of "Example Organization", because tokens carry roles only for an organization.',
    ]);
  });
});

describe("what is wrong", () => {
  it.each([
    ["", "The seed is empty."],
    ["{", "The seed is no JSON: close brace expected at line 1, column 2."],
    ['{\n  "accounts": [}', "The seed is no JSON: value expected at line 2, column 16."],
    ["<<<<<<< HEAD", "The seed is no JSON: invalid symbol at line 1, column 1."],
    ["7", "The seed must be an object or a list of accounts, not a number."],
    ["null", "The seed must be an object or a list of accounts, not null."],
    ["{}", "The seed holds no accounts."],
    ["[]", "The seed holds no accounts."],
    ['{"accounts": "ada@example.com"}', "accounts must be an account or hold accounts; it is text."],
    ['{"accounts": [7]}', "accounts[0] must be an account or hold accounts; it is a number."],
    ['{"accounts": [{"password": "secret-word"}]}', "accounts[0] has no email."],
    ['{"admin": {"password": "secret-word"}}', "admin has no email."],
    ['[{"email": 7}]', "[0].email must be text, not a number."],
    ['[{"email": "nobody"}]', "[0].email is no e-mail address."],
    ['[{"email": "a@b.c", "password": 7}]', "[0].password must be text, not a number."],
    ['[{"email": "a@b.c", "emailVerified": "yes"}]', "[0].emailVerified must be true or false, not text."],
    [
      '[{"email": "a@b.c", "metadata": {"a": {}}}]',
      "[0].metadata must be an object of texts, not an object.",
    ],
    ['[{"email": "a@b.c", "memberships": "Navy"}]', "[0].memberships must be a list, not text."],
    [
      '[{"email": "a@b.c", "memberships": [7]}]',
      "[0].memberships[0] must be an organization's name or an object, not a number.",
    ],
    ['[{"email": "a@b.c", "memberships": [{"roles": ["x"]}]}]', "[0].memberships[0] names no organization."],
    [
      '[{"email": "a@b.c", "roles": [7], "org": "Navy"}]',
      "[0].roles must be text or a list of texts, not a list.",
    ],
    [
      '[{"email": "a@b.c", "id": "7"}]',
      '[0].id must look like WorkOS\'s ids: "user_" and letters or digits.',
    ],
    ['{"organizations": {}}', "organizations must be a list, not an object."],
    ['{"organizations": [{"id": "org_1"}]}', "organizations[0] has no name."],
    ['{"organizations": ["A", "A"]}', "The seed names the organization A more than once."],
    ['{"roles": [{}]}', "roles[0] has no slug."],
    [
      '{"roles": [{"slug": "a", "permissions": {}}]}',
      "roles[0].permissions must be text or a list of texts, not an object.",
    ],
  ])("in %s is said with its place", (text, sentence) => {
    const problems = problemsOf(text);
    expect(problems).toContain(sentence);
    expect(problems.join()).not.toContain("secret-word");
  });

  it("is said all at once", () => {
    expect(problemsOf([{ email: 1 }, { email: "a@b.c", password: [] }])).toHaveLength(2);
  });

  it("only by name is left out and noted", () => {
    expect(
      seedOf({ accounts: [{ email: "a@b.c", pasword: "x", inbox: "y" }], organisations: [] }).notes,
    ).toEqual([
      "organisations is not known and was left out. Did you mean organizations?",
      "accounts[0].pasword is not known and was left out. Did you mean password?",
      "accounts[0].inbox is not known and was left out.",
    ]);
  });

  it("never makes it throw, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue()), (input) => {
        const reading = readSeed(input);
        const sentences = "problems" in reading ? reading.problems : reading.notes;
        for (const sentence of sentences) expect(sentence).toMatch(/\S.*[.?]$/s);
        if ("seed" in reading) createDirectory(reading.seed, createClock());
      }),
    );
  });
});
