import type { TemplateObject } from "./template-value.ts";

/** The roots that a JWT template may name (https://workos.com/docs/authkit/jwt-templates). */
export const TEMPLATE_ROOTS = ["user", "organization", "organization_membership"] as const;

/**
 * What WorkOS says an attribute holds. `text?`: text or null. `open`: an object whose keys the developer chooses. `any`: the
 * sources disagree (a role is a slug in the template guide's context, an object in the API).
 */
type AttributeKind = "text" | "text?" | "boolean" | "open" | "array" | "any";

/**
 * The attributes that WorkOS documents for each root. Others may exist, and templates may hold them: a name that is missing
 * here is doubtful, not wrong. Sources: the context shown in the JWT template guide and the API's object reference.
 */
const ATTRIBUTES: Record<(typeof TEMPLATE_ROOTS)[number], Record<string, AttributeKind>> = {
  user: {
    object: "text",
    id: "text",
    email: "text",
    email_verified: "boolean",
    first_name: "text?",
    last_name: "text?",
    name: "text?",
    profile_picture_url: "text?",
    locale: "text?",
    external_id: "text?",
    last_sign_in_at: "text?",
    created_at: "text",
    updated_at: "text",
    metadata: "open",
  },
  organization: {
    object: "text",
    id: "text",
    name: "text",
    allow_profiles_outside_organization: "boolean",
    domains: "array",
    stripe_customer_id: "text?",
    external_id: "text?",
    created_at: "text",
    updated_at: "text",
    metadata: "open",
  },
  organization_membership: {
    object: "text",
    id: "text",
    user_id: "text",
    organization_id: "text",
    organization_name: "text",
    role: "any",
    roles: "array",
    status: "text",
    external_id: "text?",
    directory_managed: "boolean",
    created_at: "text",
    updated_at: "text",
    metadata: "open",
    custom_attributes: "open",
  },
};

/** What is known about an attribute that a template names. */
type AttributeKnowledge =
  | { known: "root-unknown" }
  | { known: "attribute-unknown" }
  /** `type` is null where the developer's own data decides. `nullable`: WorkOS documents that it can be null or absent. */
  | { known: "yes"; type: "text" | "boolean" | "object" | "array" | null; nullable: boolean };

/** Looks an attribute up, such as `["user", "metadata", "plan"]`. */
export function lookUpAttribute(path: readonly string[]): AttributeKnowledge {
  const [rootName = "", name, ...deeper] = path;
  const root = TEMPLATE_ROOTS.find((known) => known === rootName);
  if (root === undefined) return { known: "root-unknown" };
  // A session need not have an organization; then everything below these roots is null.
  const nullableRoot = root !== "user";
  if (name === undefined) return { known: "yes", type: "object", nullable: nullableRoot };

  const attributes = ATTRIBUTES[root];
  const kind = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (kind === undefined) return { known: "attribute-unknown" };
  if (deeper.length > 0) {
    const hasParts = kind === "open" || kind === "array" || kind === "any";
    return hasParts
      ? { known: "yes", type: typeBelow(kind, deeper), nullable: true }
      : { known: "attribute-unknown" };
  }
  if (kind === "any") return { known: "yes", type: null, nullable: true };
  if (kind === "open") return { known: "yes", type: "object", nullable: nullableRoot };
  if (kind === "text?") return { known: "yes", type: "text", nullable: true };
  return { known: "yes", type: kind, nullable: nullableRoot };
}

/** Attributes that change without the user or an administrator meaning to change anything. */
export function variesBySignIn(path: readonly string[]): boolean {
  return path[0] === "user" && (path[1] === "last_sign_in_at" || path[1] === "updated_at");
}

function typeBelow(kind: AttributeKind, deeper: readonly string[]): "object" | null {
  return kind === "array" && deeper.length === 1 && /^\d+$/.test(deeper[0] ?? "") ? "object" : null;
}

/** The attribute that a misspelt, camelCased or differently named one probably means, or null. */
export function suggestAttribute(path: readonly string[]): string | null {
  const [rootName = "", name = "", ...deeper] = path;
  const root = TEMPLATE_ROOTS.find((known) => known === rootName);
  if (root === undefined) return nearest(rootName, TEMPLATE_ROOTS);
  const attributes = Object.keys(ATTRIBUTES[root]);
  if (attributes.includes(name)) return deeper.length > 0 ? `${root}.${name}` : null;
  const close = nearest(name, attributes);
  return close === null ? null : `${root}.${close}`;
}

function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > 40) return null;
  const plain = lettersOf(name);
  const sameLetters = known.find((candidate) => lettersOf(candidate) === plain);
  const close =
    sameLetters ?? known.find((candidate) => candidate.length > 3 && editDistance(candidate, name) <= 2);
  const alias = ALIASES.get(plain);
  return close ?? (alias !== undefined && known.includes(alias) ? alias : null);
}

function lettersOf(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** Names that other providers use for the same thing. */
const ALIASES = new Map([
  ["picture", "profile_picture_url"],
  ["pictureurl", "profile_picture_url"],
  ["image", "profile_picture_url"],
  ["avatar", "profile_picture_url"],
  ["avatarurl", "profile_picture_url"],
  ["givenname", "first_name"],
  ["familyname", "last_name"],
  ["emailaddress", "email"],
  ["org", "organization"],
  ["membership", "organization_membership"],
]);

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

const SAMPLE_USER: TemplateObject = {
  object: "user",
  id: "user_01JA0SAMPLE0ADA0LOVELACE0",
  email: "ada@example.com",
  email_verified: true,
  first_name: "Ada",
  last_name: "Lovelace",
  name: "Ada Lovelace",
  profile_picture_url: "https://example.com/ada.jpg",
  locale: "en-GB",
  external_id: null,
  last_sign_in_at: "2026-01-15T12:00:00.000Z",
  created_at: "2026-01-01T12:00:00.000Z",
  updated_at: "2026-01-15T12:00:00.000Z",
  metadata: {},
};

const SAMPLE_ORGANIZATION: TemplateObject = {
  object: "organization",
  id: "org_01JA0SAMPLE0ANALYTICAL0EN",
  name: "Analytical Engines",
  allow_profiles_outside_organization: false,
  domains: [
    {
      object: "organization_domain",
      id: "org_domain_01JA0SAMPLE0EXAMPLE0C",
      domain: "example.com",
      organization_id: "org_01JA0SAMPLE0ANALYTICAL0EN",
      state: "verified",
    },
  ],
  stripe_customer_id: null,
  external_id: null,
  created_at: "2026-01-01T12:00:00.000Z",
  updated_at: "2026-01-15T12:00:00.000Z",
  metadata: {},
};

const SAMPLE_MEMBERSHIP: TemplateObject = {
  object: "organization_membership",
  id: "om_01JA0SAMPLE0MEMBERSHIP0001",
  user_id: "user_01JA0SAMPLE0ADA0LOVELACE0",
  organization_id: "org_01JA0SAMPLE0ANALYTICAL0EN",
  organization_name: "Analytical Engines",
  role: "member",
  roles: ["member"],
  status: "active",
  external_id: null,
  directory_managed: false,
  created_at: "2026-01-01T12:00:00.000Z",
  updated_at: "2026-01-15T12:00:00.000Z",
  metadata: {},
  custom_attributes: {},
};

/** An invented user for previews: signed in to an organization, and without one. */
export const SAMPLE_CONTEXTS = {
  withOrganization: {
    user: SAMPLE_USER,
    organization: SAMPLE_ORGANIZATION,
    organization_membership: SAMPLE_MEMBERSHIP,
  },
  withoutOrganization: { user: SAMPLE_USER },
} as const;
