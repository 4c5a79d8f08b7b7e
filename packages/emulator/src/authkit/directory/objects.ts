/** A user, as WorkOS's API shows it. */
export interface User {
  object: "user";
  id: string;
  email: string;
  email_verified: boolean;
  first_name: string | null;
  last_name: string | null;
  /** The full name: first and last name, unless it was set by itself. */
  name: string | null;
  profile_picture_url: string | null;
  /** ISO 8601, like all times here. */
  last_sign_in_at: string | null;
  locale: string | null;
  external_id: string | null;
  metadata: Record<string, string>;
  created_at: string;
  updated_at: string;
}

/** An organization, as WorkOS's API shows it. */
export interface Organization {
  object: "organization";
  id: string;
  name: string;
  allow_profiles_outside_organization: boolean;
  domains: OrganizationDomain[];
  stripe_customer_id?: string | undefined;
  external_id: string | null;
  metadata: Record<string, string>;
  created_at: string;
  updated_at: string;
}

export interface OrganizationDomain {
  object: "organization_domain";
  id: string;
  domain: string;
  organization_id: string;
  state: "verified" | "pending" | "failed";
  verification_strategy: "manual" | "dns";
  created_at: string;
  updated_at: string;
}

/** That a user belongs to an organization, as WorkOS's API shows it. */
export interface OrganizationMembership {
  object: "organization_membership";
  id: string;
  user_id: string;
  organization_id: string;
  organization_name: string;
  status: MembershipStatus;
  directory_managed: boolean;
  /** The role of the highest priority, which is the first of `roles`. */
  role: RoleReference;
  roles: RoleReference[];
  custom_attributes: Record<string, unknown>;
  created_at: string;
  updated_at: string;
}

export type MembershipStatus = "active" | "inactive" | "pending";

export interface RoleReference {
  slug: string;
}

/** A role, as WorkOS's API shows it: of the environment, or of one organization. */
export interface Role {
  object: "role";
  id: string;
  slug: string;
  name: string;
  description: string | null;
  /** Slugs of permissions. */
  permissions: string[];
  resource_type_slug: string;
  type: "EnvironmentRole" | "OrganizationRole";
  created_at: string;
  updated_at: string;
}

/** A permission, as WorkOS's API shows it. */
export interface Permission {
  object: "permission";
  id: string;
  slug: string;
  name: string;
  description: string | null;
  resource_type_slug: string;
  system: boolean;
  created_at: string;
  updated_at: string;
}
