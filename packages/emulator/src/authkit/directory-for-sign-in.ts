import type { Account } from "./accounts.ts";

/**
 * What signing in asks of the directory. Users, organizations and memberships are objects as WorkOS's API shows them (snake_case,
 * ISO times), with more fields than are named here: responses and JWT templates show them whole.
 */
export interface DirectoryForSignIn {
  user(id: string): KnownUser | null;
  /** Letter case does not count. */
  userByEmail(email: string): KnownUser | null;
  /** Whether this is the user's password; false for a user that has none. */
  passwordMatches(userId: string, password: string): boolean;
  /** Writes down a sign-in in `last_sign_in_at`. @returns the user as it is then */
  noteSignIn(userId: string): KnownUser;
  organization(id: string): KnownOrganization | null;
  /** Memberships that are active, in the order in which they were made. */
  activeMemberships(userId: string): KnownMembership[];
  /** The permissions of these roles together, without doubles. */
  permissionsOf(roleSlugs: readonly string[]): string[];
  accounts(): readonly Account[];
  /** Back to the seed. */
  reset(): void;
}

export interface KnownUser {
  object: "user";
  id: string;
  email: string;
  email_verified: boolean;
}

export interface KnownOrganization {
  object: "organization";
  id: string;
  name: string;
}

export interface KnownMembership {
  object: "organization_membership";
  id: string;
  organization_id: string;
  organization_name: string;
  role: { slug: string };
  roles: { slug: string }[];
}
