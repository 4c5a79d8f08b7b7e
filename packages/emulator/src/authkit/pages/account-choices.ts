import type { Directory } from "../directory/directory.ts";
import type { User } from "../directory/objects.ts";
import type { Authorization } from "../sessions/authorizations.ts";

/** An account that can be picked on the sign-in page. */
export interface AccountChoice {
  userId: string;
  email: string;
  /** The full name, else the address. */
  name: string;
  /** What stands in its circle. */
  initials: string;
  /** Lines below the name: the address, where it is not the name, and the organizations. */
  details: string[];
}

/** More than anybody reads through; the others sign in with their address. */
const MOST = 50;

/**
 * The accounts in the order in which somebody may want them: whom the app hints at, members of the organization it asks for, the
 * others as they stand in the seed.
 */
export function accountChoices(
  directory: Directory,
  { loginHint, organizationId }: Pick<Authorization, "loginHint" | "organizationId">,
): AccountChoice[] {
  const hinted = loginHint?.toLowerCase() ?? null;
  const isMember = (user: User): boolean =>
    directory.activeMemberships(user.id).some((one) => one.organization_id === organizationId);
  const rank = (user: User): number => {
    if (user.email.toLowerCase() === hinted) return 0;
    return organizationId === null || isMember(user) ? 1 : 2;
  };
  return directory.users
    .all()
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST)
    .map((user) => ({
      userId: user.id,
      email: user.email,
      name: user.name ?? user.email,
      initials: initialsOf(user),
      details: detailsOf(directory, user),
    }));
}

function detailsOf(directory: Directory, user: User): string[] {
  const memberships = directory
    .activeMemberships(user.id)
    .map((one) => `${one.roles.map(({ slug }) => slug).join(", ")} at ${one.organization_name}`);
  const address = user.name === null ? [] : [user.email];
  return [...address, ...(memberships.length === 0 ? ["no organization"] : memberships)];
}

function initialsOf({ first_name, last_name, email }: User): string {
  const letters = [first_name, last_name].map((part) => [...(part ?? "")][0] ?? "").join("");
  return (letters === "" ? ([...email][0] ?? "?") : letters).toUpperCase();
}
