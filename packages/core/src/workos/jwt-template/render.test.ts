import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SAMPLE_CONTEXTS } from "./attributes.ts";
import { MAX_RENDERED_BYTES, RESERVED_CLAIMS } from "./limits.ts";
import { renderJwtTemplate } from "./render.ts";
import type { JwtTemplateContext } from "./template-value.ts";

const CONTEXT: JwtTemplateContext = {
  user: {
    id: "user_1",
    email: "ada@example.com",
    first_name: " Ada ",
    last_name: null,
    email_verified: true,
    metadata: { language: "es", tags: ["a", "b"], quote: 'A"B\\C' },
  },
  organization: { id: "org_1", metadata: {}, domains: [{ domain: "acme.com" }, { domain: "example.com" }] },
  organization_membership: { role: "admin", custom_attributes: { department: "R&D" } },
};

function claims(template: string, context = CONTEXT): unknown {
  const rendered = renderJwtTemplate(template, context);
  return "claims" in rendered ? rendered.claims : rendered.errors.map((error) => error.code);
}

describe("renderJwtTemplate", () => {
  it("gives what the WorkOS guide shows", () => {
    const template = `{
      "urn:myapp:full_name": "{{ user.first_name || 'Someone' }} {{ user.last_name || 'Unknown' }}",
      "urn:myapp:email": {{ user.email }},
      "urn:myapp:organization_tier": "{{ organization.metadata.tier || 'bronze' }}",
      "urn:myapp:user_language": "{{ user.metadata.language || 'en' }}",
      "urn:myapp:organization_domain": "{{ organization.domains.0.domain }}"
    }`;
    const context = { ...CONTEXT, user: { ...CONTEXT.user, first_name: "User", last_name: "Test" } };
    expect(claims(template, context)).toEqual({
      "urn:myapp:full_name": "User Test",
      "urn:myapp:email": "ada@example.com",
      "urn:myapp:organization_tier": "bronze",
      "urn:myapp:user_language": "es",
      "urn:myapp:organization_domain": "acme.com",
    });
  });

  it.each([
    ["keeps types", '{ "a": {{ user.email_verified }}, "b": 3, "c": false }', { a: true, b: 3, c: false }],
    ["leaves null claims out", '{ "a": {{ user.last_name }}, "b": null, "c": 1 }', { c: 1 }],
    ["leaves unknown attributes out", '{ "a": {{ user.nickname }}, "b": 1 }', { b: 1 }],
    ["keeps null further down", '{ "a": { "b": {{ user.last_name }} } }', { a: { b: null } }],
    [
      "trims text",
      '{ "a": "{{ user.first_name }} {{ user.last_name }}", "b": {{ user.first_name }} }',
      { a: "Ada", b: "Ada" },
    ],
    [
      "takes the first that is not null",
      '{ "a": {{ user.last_name || user.metadata.x || user.id }} }',
      { a: "user_1" },
    ],
    [
      "takes quoted texts, also empty ones",
      `{ "a": "x{{ user.last_name || '' }}", "b": {{ user.x || "y || z" }} }`,
      { a: "x", b: "y || z" },
    ],
    [
      "puts objects and lists in whole",
      '{ "a": {{ user.metadata.tags }}, "b": {{ organization.domains.1 }} }',
      { a: ["a", "b"], b: { domain: "example.com" } },
    ],
    ["writes booleans as text inside strings", '{ "a": "is {{ user.email_verified }}" }', { a: "is true" }],
    ["needs no escaping in values", '{ "a": "{{ user.metadata.quote }}" }', { a: 'A"B\\C' }],
    ["understands JSON's escapes", '{ "\\u0061": "\\"{{ user.id }}\\"\\n" }', { a: '"user_1"' }],
    ["lets the later of two claims win", '{ "a": 1, "a": 2 }', { a: 2 }],
    ["lets the later win, also when it is null", '{ "a": 1, "a": null, "b": 1 }', { b: 1 }],
    [
      "may set aud and role",
      '{ "aud": "web", "role": "{{ organization_membership.role }}-x" }',
      { aud: "web", role: "admin-x" },
    ],
    ["renders what only Convex minds", '{ "subject": {{ user.id }} }', { subject: "user_1" }],
    [
      "reads no inherited property",
      '{ "a": {{ user.constructor }}, "b": {{ organization.domains.length }}, "c": {{ user.id.length }}, "d": 1 }',
      { d: 1 },
    ],
    ["gives empty text for null alone in quotes", '{ "a": "{{ user.last_name }}" }', { a: "" }],
  ])("%s", (_, template, expected) => {
    expect(claims(template)).toEqual(expected);
  });

  it("renders null for a session without an organization", () => {
    const template = '{ "org": {{ organization.id }}, "role": {{ organization_membership.role || "none" }} }';
    expect(claims(template, { user: CONTEXT.user })).toEqual({ role: "none" });
    expect(claims(template, { user: CONTEXT.user, organization: null })).toEqual({ role: "none" });
  });

  it.each([
    ["{ }", ["no-claims"]],
    ["[]", ["not-an-object"]],
    ['{ "sub": {{ user.id }} }', ["reserved-claim"]],
    ['{ "sub": null }', ["reserved-claim"]],
    ['{ "a": "{{ user.metadata }}" }', ["object-in-string"]],
    ['{ "a": "{{ user.metadata.tags }}" }', ["object-in-string"]],
    ['{ "a": {{ user.x || 0 }} }', ["undocumented-syntax"]],
    ['{ "a": {{ usr.id }} }', ["unknown-root"]],
    ['{ "a": {{ user.id', ["unterminated-expression"]],
  ])("refuses %s: %j", (template, codes) => {
    expect(claims(template)).toEqual(codes);
  });

  it("refuses a reserved claim whose name an expression makes", () => {
    const context = { user: { metadata: { claim: "sub" } } };
    expect(claims('{ "{{ user.metadata.claim }}": 1 }', context)).toEqual(["reserved-claim"]);
    expect(claims('{ "x-{{ user.metadata.claim }}": 1 }', context)).toEqual({ "x-sub": 1 });
  });

  it("does not mind an undocumented operand that is not reached", () => {
    expect(claims('{ "a": {{ user.id || 0 }} }')).toEqual({ a: "user_1" });
  });

  it("makes __proto__ an ordinary claim", () => {
    const rendered = renderJwtTemplate('{ "__proto__": {{ user.metadata }} }', CONTEXT);
    expect("claims" in rendered && Object.keys(rendered.claims)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf("claims" in rendered ? rendered.claims : null)).toBe(Object.prototype);
  });

  it("counts bytes, not characters, up to the limit and no further", () => {
    const template = '{ "a": {{ user.metadata.text }} }';
    const withText = (text: string) => renderJwtTemplate(template, { user: { metadata: { text } } });
    const room = MAX_RENDERED_BYTES - '{"a":""}'.length;
    expect(withText("é".repeat(room / 2))).toMatchObject({ bytes: MAX_RENDERED_BYTES });
    expect(withText(`${"é".repeat(room / 2)}x`)).toMatchObject({ errors: [{ code: "too-large" }] });
  });

  it("renders the invented users without a flaw", () => {
    const template =
      '{ "email": {{ user.email }}, "name": "{{ user.first_name }} {{ user.last_name }}", "org": {{ organization.name }} }';
    expect(claims(template, SAMPLE_CONTEXTS.withOrganization)).toEqual({
      email: "ada@example.com",
      name: "Ada Lovelace",
      org: "Analytical Engines",
    });
    expect(claims(template, SAMPLE_CONTEXTS.withoutOrganization)).toEqual({
      email: "ada@example.com",
      name: "Ada Lovelace",
    });
  });
});

describe("for any template and any user", () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<never>;
  const context: fc.Arbitrary<JwtTemplateContext> = fc.record(
    { user: fc.dictionary(fc.string(), json), organization: fc.option(fc.dictionary(fc.string(), json)) },
    { requiredKeys: ["user"] },
  );
  const operand = fc.constantFrom(
    "user.email",
    "user.metadata.plan",
    "organization.id",
    "'text'",
    "usr.x",
    "0",
    "",
  );
  const expression = fc
    .array(operand, { minLength: 1, maxLength: 3 })
    .map((parts) => `{{ ${parts.join(" || ")} }}`);
  const value = fc.oneof(
    expression,
    expression.map((text) => `"${text} x"`),
    fc.jsonValue().map((data) => JSON.stringify(data)),
  );
  const template = fc
    .array(fc.tuple(fc.oneof(fc.string(), fc.constantFrom(...RESERVED_CLAIMS)), value), { maxLength: 5 })
    .map((members) => `{${members.map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(", ")}}`);

  it("never throws, and keeps WorkOS's promises about what it issues", () => {
    fc.assert(
      fc.property(fc.oneof(template, fc.string()), context, (text, user) => {
        const rendered = renderJwtTemplate(text, user);
        if ("errors" in rendered) {
          expect(rendered.errors).not.toEqual([]);
          return;
        }
        expect(rendered.bytes).toBeLessThanOrEqual(MAX_RENDERED_BYTES);
        expect(Object.keys(rendered.claims).filter((name) => RESERVED_CLAIMS.includes(name))).toEqual([]);
        expect(Object.values(rendered.claims)).not.toContain(null);
      }),
      { numRuns: 500 },
    );
  });

  it("gives plain JSON back as JSON.parse reads it, but for nulls and outer spaces", () => {
    const plain = fc.dictionary(
      fc
        .string()
        .filter((name) => !RESERVED_CLAIMS.includes(name) && name !== "__proto__" && !name.includes("{{")),
      fc.oneof(
        fc.integer(),
        fc.boolean(),
        fc.string().filter((text) => !text.includes("{{")),
      ),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(plain, (object) => {
        const expected = Object.fromEntries(
          Object.entries(object).map(([name, data]) => [name, typeof data === "string" ? data.trim() : data]),
        );
        expect(claims(JSON.stringify(object, null, 2), { user: {} })).toEqual(expected);
      }),
    );
  });
});
