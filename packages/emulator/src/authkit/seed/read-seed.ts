import { parse, type ParseError, printParseErrorCode } from "jsonc-parser";
import type { Account, Seed, SeedOrganization, SeedRole } from "../accounts.ts";
import { FieldReader, isObject, kindOf, memberPath } from "./field-reader.ts";
import { findAccounts } from "./find-accounts.ts";
import { readAccount } from "./read-account.ts";
import { createRemarks, type Remarks } from "./remarks.ts";

/** A seed, or why there is none: sentences with the path of the field. None shows a password. */
export type SeedReading =
  /** `notes`: what was left out or filled in, such as an unknown field. */
  { seed: Seed; notes: string[] } | { problems: string[] };

/** The names under which a file may hold its accounts. */
const ACCOUNTS = ["accounts", "users", "testAccounts", "testUsers"];

/**
 * Reads a seed file: `{ accounts, organizations, roles }`, documented in docs/emulator.md, or a file of test accounts such as
 * `tmp/authkit_test_accounts.json`: a list of accounts, an object of accounts by name, or either for each environment.
 *
 * @param input the file's text, JSON in which comments and trailing commas are allowed; or what it was parsed to
 */
export function readSeed(input: unknown): SeedReading {
  const remarks = createRemarks();
  const root = typeof input === "string" ? parseText(input, remarks) : input;
  if (remarks.problems.length > 0) return { problems: remarks.problems };
  const seed = readRoot(root, remarks);
  checkDoubles(seed, remarks);
  return remarks.problems.length > 0 ? { problems: remarks.problems } : { seed, notes: remarks.notes };
}

function parseText(text: string, remarks: Remarks): unknown {
  const errors: ParseError[] = [];
  const root: unknown = parse(text.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (text.trim() === "") remarks.problem("", "is empty.");
  else if (error !== undefined) {
    const before = text.slice(0, error.offset).split(/\r\n|\r|\n/);
    remarks.problem(
      "",
      `is no JSON: ${inWords(printParseErrorCode(error.error))} at line ${before.length}, column ${(before.at(-1) ?? "").length + 1}.`,
    );
  }
  return root;
}

/** `PropertyNameExpected` as words. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function readRoot(root: unknown, remarks: Remarks): Seed {
  if (!isObject(root) && !Array.isArray(root)) {
    remarks.problem("", `must be an object or a list of accounts, not ${kindOf(root)}.`);
    return { accounts: [] };
  }
  const reader = new FieldReader(Array.isArray(root) ? {} : root, "", remarks);
  const accounts = reader.any(...ACCOUNTS);
  const organizations = reader.any("organizations");
  const roles = reader.any("roles");
  // Without a list under a known name, the object itself holds the accounts, by name.
  if (accounts === undefined && organizations === undefined && roles === undefined)
    return onlyAccounts(root, remarks);
  reader.noteUnknown();
  return {
    accounts: accounts === undefined ? [] : readAccounts(accounts.value, accounts.path, remarks),
    organizations: readObjects(organizations, remarks, readOrganization),
    roles: readObjects(roles, remarks, readRole),
  };
}

function onlyAccounts(root: unknown, remarks: Remarks): Seed {
  const accounts = readAccounts(root, "", remarks);
  if (accounts.length === 0 && remarks.problems.length === 0) remarks.problem("", "holds no accounts.");
  return { accounts };
}

/** An address that stands there again, as in the lists of two environments, is one account: the first. */
function readAccounts(value: unknown, path: string, remarks: Remarks): Account[] {
  const accounts = new Map<string, Account>();
  for (const written of findAccounts(value, path, remarks)) {
    const account = readAccount(written, remarks);
    if (account === null) continue;
    const email = account.email.toLowerCase();
    if (accounts.has(email)) remarks.note(written.path, `is left out: ${email} is there already.`);
    else accounts.set(email, account);
  }
  return [...accounts.values()];
}

/** Reads a list of objects; a text stands for an object that only has a name. */
function readObjects<Item>(
  field: { value: unknown; path: string } | undefined,
  remarks: Remarks,
  read: (reader: FieldReader, path: string, remarks: Remarks) => Item | null,
): Item[] | undefined {
  if (field === undefined) return undefined;
  if (!Array.isArray(field.value)) {
    remarks.problem(field.path, `must be a list, not ${kindOf(field.value)}.`);
    return undefined;
  }
  return field.value.flatMap((one: unknown, index) => {
    const path = memberPath(field.path, index);
    const object = typeof one === "string" ? { name: one } : one;
    if (!isObject(object)) {
      remarks.problem(path, `must be an object, not ${kindOf(object)}.`);
      return [];
    }
    const reader = new FieldReader(object, path, remarks);
    const item = read(reader, path, remarks);
    reader.noteUnknown();
    return item === null ? [] : [item];
  });
}

function readOrganization(reader: FieldReader, path: string, remarks: Remarks): SeedOrganization | null {
  const [id, name] = [reader.text("id"), reader.text("name")];
  const rest = {
    domains: reader.texts("domains", "domain"),
    metadata: reader.textsByName("metadata"),
    externalId: reader.text("externalId"),
  };
  if (id !== undefined && !/^org_\w+$/.test(id))
    remarks.problem(memberPath(path, "id"), 'must look like WorkOS\'s ids: "org_" and letters or digits.');
  if (name === undefined) {
    remarks.problem(path, "has no name.");
    return null;
  }
  return { id, name, ...rest };
}

function readRole(reader: FieldReader, path: string, remarks: Remarks): SeedRole | null {
  const [name, slug] = [reader.text("name"), reader.text("slug")];
  const permissions = reader.texts("permissions");
  const used = slug ?? name?.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  if (used === undefined) {
    remarks.problem(path, "has no slug.");
    return null;
  }
  return { slug: used, name, permissions };
}

/** Ids and names must be there once. */
function checkDoubles({ accounts, organizations = [], roles = [] }: Seed, remarks: Remarks): void {
  const lists: [what: string, values: (string | undefined)[]][] = [
    ["the user id", accounts.map(({ id }) => id)],
    ["the organization", organizations.map(({ name }) => name)],
    ["the organization id", organizations.map(({ id }) => id)],
    ["the role", roles.map(({ slug }) => slug)],
  ];
  for (const [what, values] of lists)
    for (const value of new Set(
      values.filter((one, index) => one !== undefined && values.indexOf(one) < index),
    ))
      remarks.problem("", `names ${what} ${value} more than once.`);
}
