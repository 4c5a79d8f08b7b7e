import type { Hono } from "hono";
import * as v from "valibot";
import { invalidRequest, notFound } from "../../api/api-error.ts";
import { listPage } from "../../api/list-page.ts";
import { readBody, readQuery } from "../../api/read-request.ts";
import type { AuthKitContext } from "../../context.ts";
import type { Organization } from "../objects.ts";
import type { OrganizationFields } from "../organizations.ts";
import { checkExternalId, checkMetadata, EXTERNAL_ID, METADATA } from "./metadata.ts";

const FIELDS = {
  allow_profiles_outside_organization: v.optional(v.boolean()),
  domains: v.optional(v.array(v.string())),
  domain_data: v.optional(
    v.array(v.object({ domain: v.string(), state: v.picklist(["pending", "verified"]) })),
  ),
  stripe_customer_id: v.nullish(v.string()),
  external_id: EXTERNAL_ID,
  metadata: METADATA,
};
const NAME = v.pipe(v.string(), v.trim(), v.nonEmpty("Name must be a non-empty string."));
const NEW_ORGANIZATION = v.object({ ...FIELDS, name: NAME });
const CHANGES = v.object({ ...FIELDS, name: v.optional(NAME) });
const FILTER = v.object({
  domains: v.optional(v.union([v.string(), v.array(v.string())])),
  search: v.optional(v.string()),
});

/** `/organizations`: list, read, create, change, delete. */
export function addOrganizationsRoutes(api: Hono, { directory }: AuthKitContext): void {
  const { organizations } = directory;
  const found = (id: string): Organization => {
    const organization = organizations.byId(id);
    if (organization === undefined) throw notFound("Organization", id);
    return organization;
  };

  api.get("/organizations", (c) => {
    const { domains, search } = readQuery(c, FILTER);
    const wanted = [domains ?? []].flat().flatMap((some) => some.split(","));
    const matching = organizations
      .all()
      .filter(
        (one) =>
          (wanted.length === 0 || one.domains.some(({ domain }) => wanted.includes(domain))) &&
          (search === undefined || one.name.toLowerCase().includes(search.toLowerCase())),
      );
    return c.json(listPage(c, matching));
  });

  api.post("/organizations", async (c) => {
    const body = await readBody(c, NEW_ORGANIZATION);
    const fields = fieldsOf(body);
    checkExternalId(fields.external_id, null, organizations.byExternalId);
    return c.json(organizations.create({ ...fields, name: body.name }), 201);
  });

  api.get("/organizations/external_id/:externalId", (c) => {
    const externalId = c.req.param("externalId");
    const organization = organizations.byExternalId(externalId);
    if (organization === undefined) throw notFound("Organization", externalId);
    return c.json(organization);
  });

  api.get("/organizations/:id", (c) => c.json(found(c.req.param("id"))));

  api.put("/organizations/:id", async (c) => {
    const { id } = found(c.req.param("id"));
    const fields = fieldsOf(await readBody(c, CHANGES));
    checkExternalId(fields.external_id, id, organizations.byExternalId);
    return c.json(organizations.update(id, fields));
  });

  api.delete("/organizations/:id", (c) => {
    organizations.remove(found(c.req.param("id")).id);
    return c.body(null, 202);
  });
}

function fieldsOf(body: v.InferOutput<typeof CHANGES>): OrganizationFields {
  const { domains, domain_data, metadata, stripe_customer_id, ...fields } = body;
  if (domains !== undefined && domain_data !== undefined)
    throw invalidRequest([
      { code: "domains_invalid", message: "Give `domain_data` or the deprecated `domains`, not both." },
    ]);
  return {
    ...fields,
    stripe_customer_id: stripe_customer_id ?? undefined,
    domains: domain_data ?? domains?.map((domain) => ({ domain, state: "verified" })),
    metadata: checkMetadata(metadata),
  };
}
