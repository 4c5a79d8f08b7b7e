import type { Organization, OrganizationMembership, User } from "./objects.ts";

/** A change of the directory, as WorkOS's webhooks report it (https://workos.com/docs/events). */
export type DirectoryEvent =
  | { event: "user.created" | "user.updated" | "user.deleted"; data: User }
  | { event: "organization.created" | "organization.updated" | "organization.deleted"; data: Organization }
  | {
      event:
        | "organization_membership.created"
        | "organization_membership.updated"
        | "organization_membership.deleted";
      data: OrganizationMembership;
    };

/** Tells of a change. */
export type Tell = (event: DirectoryEvent) => void;
