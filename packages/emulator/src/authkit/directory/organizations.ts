import { type Collection, createCollection } from "./collection.ts";
import type { Tell } from "./directory-event.ts";
import type { Identifiers } from "./identifiers.ts";
import type { Organization, OrganizationDomain } from "./objects.ts";
import type { Stamp } from "./stamps.ts";
import { mergeMetadata, withoutUndefined } from "./users.ts";

/** What can be set of an organization. What is absent stays as it is. */
export interface OrganizationFields {
  name?: string | undefined;
  allow_profiles_outside_organization?: boolean | undefined;
  /** In the place of the ones it has. */
  domains?: { domain: string; state: OrganizationDomain["state"] }[] | undefined;
  stripe_customer_id?: string | undefined;
  external_id?: string | null | undefined;
  /** Merged into what is there; null removes a key. */
  metadata?: Record<string, string | null> | undefined;
}

/** The organizations of the environment. */
export interface Organizations {
  /** Oldest first. */
  all(): Organization[];
  byId(id: string): Organization | undefined;
  byName(name: string): Organization | undefined;
  byExternalId(externalId: string): Organization | undefined;
  create(fields: OrganizationFields & { name: string; id?: string | undefined }): Organization;
  /** @returns undefined: there is no such organization */
  update(id: string, fields: OrganizationFields): Organization | undefined;
  remove(id: string): Organization | undefined;
}

export function createOrganizations(
  identifiers: Identifiers,
  stamp: Stamp,
  tell: Tell,
): Organizations & { clear(): void } {
  const organizations: Collection<Organization> = createCollection();

  function domainsOf(
    organization: Organization,
    wanted: OrganizationFields["domains"],
  ): OrganizationDomain[] {
    if (wanted === undefined) return organization.domains;
    return wanted.map(({ domain, state }) => {
      const present = organization.domains.find((one) => one.domain === domain);
      if (present?.state === state) return present;
      const now = stamp();
      return {
        object: "organization_domain",
        id: present?.id ?? identifiers.next("org_domain", `${organization.id}:${domain}`),
        domain,
        organization_id: organization.id,
        state,
        verification_strategy: "manual",
        created_at: present?.created_at ?? now,
        updated_at: now,
      };
    });
  }

  function changed(organization: Organization, fields: OrganizationFields): Organization {
    const { domains, metadata, ...plain } = fields;
    return {
      ...organization,
      ...withoutUndefined(plain),
      domains: domainsOf(organization, domains),
      metadata: mergeMetadata(organization.metadata, metadata),
    };
  }

  return {
    all: organizations.all,
    byId: organizations.byId,
    byName: (name) => organizations.find((one) => one.name === name),
    byExternalId: (externalId) => organizations.find((one) => one.external_id === externalId),
    create(fields) {
      const now = stamp();
      const { id = identifiers.next("org", fields.name), name, ...rest } = fields;
      const organization = organizations.put(
        changed(
          {
            object: "organization",
            id,
            name,
            allow_profiles_outside_organization: false,
            domains: [],
            external_id: null,
            metadata: {},
            created_at: now,
            updated_at: now,
          },
          rest,
        ),
      );
      tell({ event: "organization.created", data: organization });
      return organization;
    },
    update(id, fields) {
      const organization = organizations.byId(id);
      if (organization === undefined) return undefined;
      const updated = organizations.put({ ...changed(organization, fields), updated_at: stamp() });
      tell({ event: "organization.updated", data: updated });
      return updated;
    },
    remove(id) {
      const organization = organizations.byId(id);
      if (organization === undefined) return undefined;
      organizations.remove(id);
      tell({ event: "organization.deleted", data: organization });
      return organization;
    },
    clear: organizations.clear,
  };
}
