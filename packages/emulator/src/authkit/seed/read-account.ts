import type { Account, AccountMembership } from "../accounts.ts";
import { DEFAULT_ROLE } from "../directory/memberships.ts";
import { isEmail } from "../directory/email.ts";
import { FieldReader, isObject, kindOf, memberPath } from "./field-reader.ts";
import type { WrittenAccount } from "./find-accounts.ts";
import type { Remarks } from "./remarks.ts";

/** Where a role belongs if the file names no organization: tokens carry roles only together with an organization. */
const UNNAMED_ORGANIZATION = "Example Organization";

/** Reads one account. @returns null where it has no address, which is a problem */
export function readAccount({ fields, path }: WrittenAccount, remarks: Remarks): Account | null {
  const reader = new FieldReader(fields, path, remarks);
  const email = reader.text("email", "emailAddress");
  const name = splitName(reader.text("name", "fullName", "displayName"));
  const account: Omit<Account, "email"> = {
    id: reader.text("id", "userId"),
    password: reader.text("password"),
    firstName: reader.text("firstName", "givenName") ?? name.first,
    lastName: reader.text("lastName", "familyName") ?? name.last,
    emailVerified: reader.flag("emailVerified", "verified"),
    profilePictureUrl: reader.text("profilePictureUrl", "picture", "avatarUrl"),
    externalId: reader.text("externalId"),
    metadata: reader.textsByName("metadata"),
    memberships: readMemberships(reader, path, remarks),
  };
  reader.noteUnknown();
  if (email === undefined) return null;
  if (!isEmail(email)) {
    remarks.problem(memberPath(path, "email"), "is no e-mail address.");
    return null;
  }
  if (account.id !== undefined && !/^user_\w+$/.test(account.id))
    remarks.problem(memberPath(path, "id"), 'must look like WorkOS\'s ids: "user_" and letters or digits.');
  return { email, ...account };
}

function readMemberships(
  reader: FieldReader,
  path: string,
  remarks: Remarks,
): AccountMembership[] | undefined {
  const listed = reader.any("memberships", "organizations", "organizationMemberships");
  const organization = reader.text("organization", "organizationId", "org", "orgId");
  const roles = reader.texts("roles", "role");
  const memberships = listed === undefined ? [] : readList(listed, remarks);
  if (organization !== undefined) memberships.push({ organization, roles });
  else if (roles !== undefined && memberships.length === 0) {
    remarks.note(
      path,
      `has a role and no organization; it is made a member of "${UNNAMED_ORGANIZATION}", because tokens carry roles only for an organization.`,
    );
    memberships.push({ organization: UNNAMED_ORGANIZATION, roles });
  }
  return memberships.length === 0 ? undefined : memberships;
}

function readList({ value, path }: { value: unknown; path: string }, remarks: Remarks): AccountMembership[] {
  if (!Array.isArray(value)) {
    remarks.problem(path, `must be a list, not ${kindOf(value)}.`);
    return [];
  }
  return value.flatMap((one: unknown, index): AccountMembership[] => {
    const at = memberPath(path, index);
    if (typeof one === "string") return [{ organization: one, roles: [DEFAULT_ROLE] }];
    if (!isObject(one)) {
      remarks.problem(at, `must be an organization's name or an object, not ${kindOf(one)}.`);
      return [];
    }
    const reader = new FieldReader(one, at, remarks);
    const organization = reader.text("organization", "organizationId", "name", "id");
    const roles = reader.texts("roles", "role");
    reader.noteUnknown();
    if (organization === undefined) {
      remarks.problem(at, "names no organization.");
      return [];
    }
    return [{ organization, roles }];
  });
}

/** The first word is the first name. */
function splitName(name: string | undefined): { first?: string | undefined; last?: string | undefined } {
  const [first, ...rest] = (name ?? "").trim().split(/\s+/);
  return { first: first === "" ? undefined : first, last: rest.length === 0 ? undefined : rest.join(" ") };
}
