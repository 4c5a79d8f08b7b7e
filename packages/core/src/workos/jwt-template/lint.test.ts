import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_RENDERED_BYTES, RESERVED_CLAIMS } from "./limits.ts";
import { lintJwtTemplate } from "./lint.ts";

const codes = (template: string) => lintJwtTemplate(template).problems.map((problem) => problem.code);
const places = (template: string) =>
  lintJwtTemplate(template).problems.map(
    ({ code, position }) => `${code} ${position.line}:${position.column}`,
  );

describe("a template that WorkOS and Convex take", () => {
  it.each([
    // The example of the WorkOS guide.
    `{
      "urn:myapp:full_name": "{{ user.first_name || 'Someone' }} {{ user.last_name || 'Unknown' }}",
      "urn:myapp:email": {{ user.email }},
      "urn:myapp:organization_tier": "{{ organization.metadata.tier || 'bronze' }}",
      "urn:myapp:user_language": "{{ user.metadata.language || 'en' }}"
    }`,
    '{"email": "{{user.email}}"}',
    '{ "email": {{ user.email }}, "email_verified": {{ user.email_verified }} }',
    '{ "name": "{{ user.first_name }} {{ user.last_name }}", "picture": {{ user.profile_picture_url }} }',
    '{ "aud": "client_01JA2B3C4D5E6F7G8H9JKMNPQR", "email": {{ user.email }} }',
    '{ "aud": ["client_01JA2B3C4D5E6F7G8H9JKMNPQR", "https://api.example.com"] }',
    '{ "aud": {{ user.metadata.audience || "web" }} }',
    '{ "org_id": {{ organization.id }}, "org_role": {{organization_membership.role}} }',
    '{ "role": "authenticated", "user_role": {{organization_membership.role}} }',
    '{ "meta": {{ user.metadata }}, "domains": {{ organization.domains }} }',
    '{ "cost": {{ organization_membership.custom_attributes.cost_center || "none" }} }',
    '{ "n": 1.5e3, "yes": true, "list": [1, {{ user.id }}, "{{ user.email }}"] }',
    '{ "quote": "she said \\"{{ user.id }}\\" \\u00e9" }',
    '\uFEFF{ "email": {{ user.email }} }\r\n',
  ])("%s", (template) => {
    expect(lintJwtTemplate(template)).toMatchObject({ valid: true, problems: [] });
  });
});

describe("a template that WorkOS refuses", () => {
  it.each([
    ["", "empty-template"],
    ["  \n ", "empty-template"],
    ["{}", "no-claims"],
    ["[ {{ user.email }} ]", "not-an-object"],
    ["{{ user.metadata }}", "not-an-object"],
    ['"email"', "not-an-object"],
    ['{ "a": {{ }} }', "empty-expression"],
    ['{ "a": {{}} }', "empty-expression"],
    ['{ "a": {{ user.email && user user }} }', "invalid-expression"],
    ['{ "a": {{ user email }} }', "invalid-expression"],
    ['{ "a": {{ user.email || || user.id }} }', "empty-operand"],
    ['{ "a": {{ user.email || }} }', "empty-operand"],
    ['{ "a": {{ user.id', "unterminated-expression"],
    ['{ "a": "{{ user.id }" }', "unterminated-expression"],
    ['{ "a": {{ usr.email }} }', "unknown-root"],
    ['{ "a": {{ email }} }', "unknown-root"],
    ['{ "a": "{{ user.metadata }}" }', "object-in-string"],
    ['{ "a": "{{ organization.domains.0 }}" }', "object-in-string"],
    ['{ "a": "{{ organization.domains }}" }', "object-in-string"],
    ['{ "a": {{ user.email }}, }', "trailing-comma"],
    ['{ "a": [1, 2, ] }', "trailing-comma"],
    ['{ "a" {{ user.email }} }', "json-syntax"],
    ['{ "a": {{ user.email }} "b": 1 }', "json-syntax"],
    ["{ a: {{ user.email }} }", "json-syntax"],
    ["{ 'a': 1 }", "json-syntax"],
    ["{ {{ user.id }}: 1 }", "json-syntax"],
    ['{ "a": user.email }', "json-syntax"],
    ['{ "a": 01 }', "json-syntax"],
    ['{ "a": 1e999 }', "json-syntax"],
    ['{ "a": 1 } // comment', "json-syntax"],
    ['{ "a": "x\ny" }', "json-syntax"],
    ['{ "a": "x\\q" }', "json-syntax"],
    ['{ "a": "x', "json-syntax"],
    ['{ "a": 1', "json-syntax"],
    ['{ "a": }', "json-syntax"],
    ['{ "a": 1 } { "b": 2 }', "json-syntax"],
    [`{ "a": ${"[".repeat(100)}${"]".repeat(100)} }`, "too-deep"],
  ])("%s: %s", (template, code) => {
    const lint = lintJwtTemplate(template);
    expect(lint.problems.map((problem) => problem.code)).toEqual([code]);
    expect(lint.problems[0]?.severity).toBe("error");
    expect(lint.valid).toBe(false);
  });

  it.each(RESERVED_CLAIMS)("for setting %s", (claim) => {
    const { problems } = lintJwtTemplate(`{ "${claim}": {{ user.id }} }`);
    expect(problems).toMatchObject([
      { code: "reserved-claim", severity: "error", claim, position: { line: 1, column: 3 } },
    ]);
  });

  it("not for a reserved name further down", () => {
    expect(codes('{ "act": { "sub": {{ user.id }} } }')).toEqual(["nested-claim"]);
  });

  it("for fixed text that is too long already, and says when it comes close", () => {
    expect(codes(filled(MAX_RENDERED_BYTES + 1))).toEqual(["too-large"]);
    expect(codes(filled(MAX_RENDERED_BYTES))).toEqual(["near-size-limit"]);
    expect(codes(filled(2000))).toEqual([]);
    expect(codes(`{"a": "é"${" ".repeat(5000)}}`)).toEqual([]);
  });
});

/** A template of one claim that renders to this many bytes. */
function filled(bytes: number): string {
  return `{"a":"${"x".repeat(bytes - '{"a":""}'.length)}"}`;
}

describe("what is doubtful", () => {
  it.each([
    ['{ "a": {{ user.firstName }} }', "user.first_name"],
    ['{ "a": {{ user.picture }} }', "user.profile_picture_url"],
    ['{ "a": {{ user.emial }} }', "user.email"],
    ['{ "a": {{ user.email.address }} }', "user.email"],
  ])("%s, with the name that was probably meant", (template, meant) => {
    const lint = lintJwtTemplate(template);
    expect(lint).toMatchObject({
      valid: true,
      problems: [{ code: "unknown-attribute", severity: "warning" }],
    });
    expect(lint.problems[0]?.message).toContain(`Did you mean ${meant}?`);
  });

  it("names the root that was probably meant", () => {
    expect(lintJwtTemplate('{ "a": {{ users.id }} }').problems[0]?.message).toContain("Did you mean user?");
    expect(lintJwtTemplate('{ "a": {{ org.id }} }').problems[0]?.message).toContain(
      "Did you mean organization?",
    );
  });

  it.each([
    '{ "a": {{ user.metadata.level || 0 }} }',
    '{ "a": {{ user.email | upcase }} }',
    '{ "a": {{ organization.domains[0].domain }} }',
    '{ "a": "{{ user.metadata.plan || \\"free\\" }}" }',
  ])("%s, since WorkOS documents no such form", (template) => {
    expect(lintJwtTemplate(template)).toMatchObject({
      valid: true,
      problems: [{ code: "undocumented-syntax", severity: "warning" }],
    });
  });

  it.each([
    ['{ "{{ user.id }}": 1 }', "expression-in-key"],
    ['{ "a": 1, "a": 2 }', "duplicate-claim"],
    ['{ "sid": {{ user.id }} }', "overrides-session-id"],
    ['{ "aud": "client_your_authkit_client_id" }', "placeholder-audience"],
    ['{ "aud": ["<your_workos_client_id>"] }', "placeholder-audience"],
  ])("%s: %s", (template, code) => {
    expect(lintJwtTemplate(template)).toMatchObject({
      valid: true,
      problems: [{ code, severity: "warning" }],
    });
  });
});

describe("what Convex makes of the claims", () => {
  it.each(["tokenIdentifier", "subject", "issuer"])(
    "%s overrides the field that identifies the user",
    (claim) => {
      expect(lintJwtTemplate(`{ "${claim}": {{ user.email }} }`)).toMatchObject({
        valid: true,
        problems: [{ code: "shadows-convex-identity", severity: "error", claim }],
      });
    },
  );

  it.each([
    "{ }",
    "1",
    "true",
    '["a", 1]',
    '{ "a": "b" }',
    "{{ user.metadata }}",
    "{{ user.email_verified }}",
  ])("an aud of %s breaks every token", (value) => {
    const { problems } = lintJwtTemplate(`{ "aud": ${value} }`);
    expect(problems).toContainEqual(expect.objectContaining({ code: "audience-type", severity: "error" }));
  });

  it("objects become dotted keys", () => {
    const { problems } = lintJwtTemplate('{ "app": { "role": {{ organization_membership.role }} } }');
    expect(problems).toMatchObject([{ code: "nested-claim", severity: "note", claim: "app" }]);
    expect(problems[0]?.message).toContain('identity["app.role"]');
  });

  it.each([
    ['{ "fva": 1 }', "dropped-by-convex"],
    ['{ "seen": {{ user.last_sign_in_at }} }', "varying-claim"],
    ['{ "ok": "{{ user.email_verified }}" }', "text-of-non-text"],
    ['{ "picture": "{{ user.profile_picture_url }}" }', "empty-text-for-null"],
    ['{ "role": "{{ organization_membership.role }}" }', "empty-text-for-null"],
  ])("%s: %s, as a note", (template, code) => {
    expect(lintJwtTemplate(template)).toMatchObject({ valid: true, problems: [{ code, severity: "note" }] });
  });
});

describe("places", () => {
  it("point at the thing itself, whatever ends the lines", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const template = ["{", '  "email": {{ user.email }},', '  "sub": {{ usr.id || user.nick }},', "}"].join(
        end,
      );
      expect(places(template)).toEqual([
        "reserved-claim 3:3",
        "unknown-root 3:13",
        "unknown-attribute 3:23",
        "trailing-comma 3:35",
      ]);
    }
  });

  it("are given for every problem of a sound template, in order", () => {
    const template = ["{", '  "sub": {{ usr.id || user.nick }},', '  "aud": 7', "}"].join("\n");
    expect(places(template)).toEqual([
      "reserved-claim 2:3",
      "unknown-root 2:13",
      "unknown-attribute 2:23",
      "audience-type 3:10",
    ]);
  });
});

describe("the claims of a template", () => {
  it("come with type, attributes and whether they can be absent", () => {
    const template = `{
      "email": {{ user.email }},
      "name": "{{ user.first_name }} {{ user.last_name }}",
      "picture": {{ user.profile_picture_url }},
      "plan": {{ organization.metadata.plan || 'free' }},
      "verified": {{ user.email_verified }},
      "org": {{ organization.id }},
      "level": 3,
      "nothing": null,
      "app": { "ids": [{{ user.id }}, {{ user.external_id }}] }
    }`;
    expect(lintJwtTemplate(template).claims).toEqual([
      { name: "email", type: "text", attributes: ["user.email"], mayBeAbsent: false },
      { name: "name", type: "text", attributes: ["user.first_name", "user.last_name"], mayBeAbsent: false },
      { name: "picture", type: "text", attributes: ["user.profile_picture_url"], mayBeAbsent: true },
      { name: "plan", type: "unknown", attributes: ["organization.metadata.plan"], mayBeAbsent: false },
      { name: "verified", type: "boolean", attributes: ["user.email_verified"], mayBeAbsent: false },
      { name: "org", type: "text", attributes: ["organization.id"], mayBeAbsent: true },
      { name: "level", type: "number", attributes: [], mayBeAbsent: false },
      { name: "nothing", type: "null", attributes: [], mayBeAbsent: true },
      { name: "app", type: "object", attributes: ["user.id", "user.external_id"], mayBeAbsent: false },
    ]);
  });

  it("are none where the syntax is broken", () => {
    expect(lintJwtTemplate('{ "a": ').claims).toEqual([]);
  });
});

describe("very many problems", () => {
  it("are cut off, without notes crowding out an error", () => {
    const notes = Array.from({ length: 500 }, (_, i) => `"c${i}": "{{ user.locale }}"`).join(", ");
    const lint = lintJwtTemplate(`{ ${notes}, "sub": 1 }`);
    expect(lint.problems).toHaveLength(101);
    expect(lint).toMatchObject({ valid: false });
    expect(lint.problems.at(-1)).toMatchObject({ code: "reserved-claim" });
  });
});

describe("hostile input", () => {
  const piece = fc.constantFrom(
    ..."{}[]:,\"'\\|. \n",
    "{{",
    "}}",
    "||",
    "user.email",
    "user.metadata",
    '"a"',
    "null",
    "1",
    "é",
    "__proto__",
  );

  it("gets problems and never an exception", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 60 }).map((parts) => parts.join("")),
        ),
        (template) => {
          const lint = lintJwtTemplate(template);
          expect(lint.problems.length).toBeLessThanOrEqual(300);
          if (lint.claims.length === 0) expect(lint.problems).not.toEqual([]);
          for (const problem of lint.problems) {
            expect(problem.message).toMatch(/[.?]$/);
            expect(problem.position.offset).toBeLessThanOrEqual(template.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    "{",
    "[",
    "{{",
    "}}",
    "{{}}",
    '"',
    '\\"',
    '"\\',
    '{"a":',
    "{{ user.x || ",
    "'",
    "a ",
    "\n",
    '"a":{{ usr.i }},',
    "||",
    "é",
  ])(
    "of a megabyte of %j ends",
    (unit) => {
      const megabyte = unit.repeat(Math.ceil(1_000_000 / unit.length));
      for (const template of [
        megabyte,
        `{"a":${megabyte}`,
        `{"a":"${megabyte}"}`,
        `{"a":{{${megabyte}}}}`,
        `{${megabyte}"z":1}`,
      ]) {
        expect(lintJwtTemplate(template).problems.length).toBeLessThanOrEqual(300);
      }
    },
    60_000,
  );
});
