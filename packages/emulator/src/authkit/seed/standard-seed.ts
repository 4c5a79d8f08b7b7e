import type { Seed } from "../accounts.ts";

/** The password of both standard accounts. */
const PASSWORD = "convex-authkit";

/**
 * Who there is where nobody hands in a seed: an administrator and a member of one organization. `example.com` belongs to nobody,
 * so that mail to them goes nowhere.
 */
export const STANDARD_SEED: Seed = {
  accounts: [
    {
      email: "admin@example.com",
      password: PASSWORD,
      firstName: "Ada",
      lastName: "Admin",
      memberships: [{ organization: "Example Organization", roles: ["admin"] }],
    },
    {
      email: "member@example.com",
      password: PASSWORD,
      firstName: "Max",
      lastName: "Member",
      memberships: [{ organization: "Example Organization", roles: ["member"] }],
    },
  ],
};
