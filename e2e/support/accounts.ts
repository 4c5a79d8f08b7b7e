import type { AuthKitSideOptions } from "@convex-authkit/emulator";

const PASSWORD = "correct-horse-battery";

/** Who exists when the emulator starts. */
export type Seed = NonNullable<AuthKitSideOptions["seed"]>;

/** Somebody who signs in, to an organization if there is a choice. */
export interface Person {
  email: string;
  password: string;
  organization?: string;
}

/** The people of the end-to-end tests. */
export const ADA: Person = { email: "ada@example.com", password: PASSWORD, organization: "Acme" };
export const BEN: Person = { email: "ben@example.com", password: PASSWORD };

/** Ada is an administrator of Acme and a member of Globex; Ben is in no organization. */
export const SEED: Seed = {
  organizations: [
    { id: "org_acme", name: "Acme" },
    { id: "org_globex", name: "Globex" },
  ],
  accounts: [
    {
      email: ADA.email,
      password: ADA.password,
      firstName: "Ada",
      emailVerified: true,
      memberships: [
        { organization: "org_acme", roles: ["admin"] },
        { organization: "org_globex", roles: ["member"] },
      ],
    },
    { ...BEN, firstName: "Ben", emailVerified: true },
  ],
  roles: [{ slug: "admin" }, { slug: "member" }],
};
