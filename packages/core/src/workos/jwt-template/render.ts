import { utf8Length } from "../utf8-length.ts";
import type { Expression, Operand } from "./expression.ts";
import { type ParsedTemplate, parseTemplate, type StringNode, type TemplateNode } from "./parse.ts";
import { type JwtTemplateProblem, ProblemList } from "./problem.ts";
import { isRefusedByWorkos, lintParsedTemplate } from "./lint.ts";
import { MAX_RENDERED_BYTES, RESERVED_CLAIMS } from "./limits.ts";
import { isComposite, type JwtTemplateContext, type TemplateValue } from "./template-value.ts";

/** The claims that a template adds to a token, or why WorkOS would refuse to make one. */
export type RenderedJwtTemplate =
  /** `bytes`: of the claims as compact JSON in UTF-8; at most 3,072. */
  { claims: Record<string, TemplateValue>; bytes: number } | { errors: JwtTemplateProblem[] };

/**
 * Renders a JWT template as WorkOS documents it (https://workos.com/docs/authkit/jwt-templates): the first operand of an
 * expression that is not null counts; a claim that is null is left out; null inside a string becomes empty text; text is
 * trimmed; objects inside strings, reserved claims and more than 3,072 bytes are refused.
 *
 * Two points are open in WorkOS's documentation. A string that holds one expression and nothing else, `"{{ a }}"`, gives
 * `""` for null here, as in WorkOS's own emulator. Text inside an interpolated object is not trimmed.
 *
 * Never throws for a context of JSON values.
 */
export function renderJwtTemplate(template: string, context: JwtTemplateContext): RenderedJwtTemplate {
  const parsed = parseTemplate(template);
  lintParsedTemplate(parsed);
  const refused = parsed.problems.problems.filter(isRefusedByWorkos);
  if (refused.length > 0) return { errors: refused };
  return renderParsed(parsed, context, template);
}

function renderParsed(
  parsed: ParsedTemplate,
  context: JwtTemplateContext,
  template: string,
): RenderedJwtTemplate {
  const errors = new ProblemList(template);
  const renderer = new Renderer(context, errors);
  const entries: [string, TemplateValue][] = [];
  for (const member of parsed.root?.members ?? []) {
    const name = renderer.text(member.key, false);
    renderer.claim = name;
    // Only an expression in the name leads here: the lint has refused the others.
    if (RESERVED_CLAIMS.includes(name)) {
      const message = `WorkOS sets ${name} itself and refuses a template that does; rename the claim.`;
      errors.add("error", "reserved-claim", member.key.offset, message, name);
    }
    const value = renderer.value(member.value);
    entries.push([name, value]);
  }
  if (errors.problems.length > 0) return { errors: errors.problems };

  // A later claim of the same name wins, as in JSON.parse, also when it is null.
  const claims = Object.fromEntries([...new Map(entries)].filter(([, value]) => value !== null));
  const bytes = utf8Length(JSON.stringify(claims));
  if (bytes > MAX_RENDERED_BYTES) {
    const message = `The claims render to ${bytes} bytes; WorkOS allows ${MAX_RENDERED_BYTES}.`;
    errors.add("error", "too-large", parsed.root?.offset ?? 0, message);
    return { errors: errors.problems };
  }
  return { claims, bytes };
}

class Renderer {
  /** The top-level claim that is being rendered, for problems. */
  claim: string | null = null;
  readonly #context: JwtTemplateContext;
  readonly #errors: ProblemList;

  constructor(context: JwtTemplateContext, errors: ProblemList) {
    this.#context = context;
    this.#errors = errors;
  }

  value(node: TemplateNode): TemplateValue {
    switch (node.type) {
      case "literal":
        return node.value;
      case "string":
        return this.text(node, true);
      case "expression": {
        const value = this.#evaluate(node.expression);
        return typeof value === "string" ? value.trim() : value;
      }
      case "array":
        return node.items.map((item) => this.value(item));
      case "object":
        return Object.fromEntries(
          node.members.map((member) => [this.text(member.key, false), this.value(member.value)]),
        );
    }
  }

  text(node: StringNode, trim: boolean): string {
    const text = node.parts.map((part) => (typeof part === "string" ? part : this.#textOf(part))).join("");
    return trim ? text.trim() : text;
  }

  #textOf(expression: Expression): string {
    const value = this.#evaluate(expression);
    if (value === null) return "";
    if (!isComposite(value)) return String(value);
    const message =
      "This attribute holds an object or a list, which cannot stand inside a string; remove the quotes around {{ }}.";
    this.#errors.add("error", "object-in-string", expression.offset, message, this.claim);
    return "";
  }

  #evaluate(expression: Expression): TemplateValue {
    for (const operand of expression.operands) {
      const value = this.#operand(operand);
      if (value !== null) return value;
    }
    return null;
  }

  #operand(operand: Operand): TemplateValue {
    switch (operand.type) {
      case "text":
        return operand.value;
      case "path":
        return resolvePath(this.#context, operand.path);
      case "undocumented": {
        const message = "What WorkOS makes of this expression is not documented, so it cannot be rendered.";
        this.#errors.add("error", "undocumented-syntax", operand.offset, message, this.claim);
        return null;
      }
    }
  }
}

/** Follows own properties and list positions only, so that `user.constructor` is null and not a function. */
function resolvePath(context: JwtTemplateContext, path: readonly string[]): TemplateValue {
  let current: TemplateValue = { ...context };
  for (const name of path) {
    if (!isComposite(current)) return null;
    current = isList(current) ? listItem(current, name) : property(current, name);
  }
  return current;
}

function property(
  object: { readonly [key: string]: TemplateValue | undefined },
  name: string,
): TemplateValue {
  return Object.hasOwn(object, name) ? (object[name] ?? null) : null;
}

function listItem(list: readonly TemplateValue[], name: string): TemplateValue {
  return /^\d{1,9}$/.test(name) ? (list[Number(name)] ?? null) : null;
}

function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}
