/** A test account of the seed. */
export interface Account {
  email: string;
  /** Absent: nobody can sign in with a password; the hosted page still lets this account be picked. */
  password?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  emailVerified?: boolean | undefined;
  profilePictureUrl?: string | undefined;
  metadata?: Record<string, string> | undefined;
  externalId?: string | undefined;
  /** Fixed id; made from the e-mail address where absent, so that it is the same after every start. */
  id?: string | undefined;
  memberships?: AccountMembership[] | undefined;
}

/** That an account belongs to an organization. */
export interface AccountMembership {
  /** Name or id of an organization of the seed; made if the seed does not list it. */
  organization: string;
  /** Slugs; `member` where absent. */
  roles?: string[] | undefined;
}

/** What exists when the emulator starts, and again after `reset`. */
export interface Seed {
  accounts: Account[];
  organizations?: SeedOrganization[] | undefined;
  roles?: SeedRole[] | undefined;
}

export interface SeedOrganization {
  id?: string | undefined;
  name: string;
  domains?: string[] | undefined;
  metadata?: Record<string, string> | undefined;
  externalId?: string | undefined;
}

export interface SeedRole {
  slug: string;
  name?: string | undefined;
  permissions?: string[] | undefined;
}
