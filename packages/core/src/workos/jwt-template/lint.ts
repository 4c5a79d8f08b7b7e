import { readClientId } from "../client-id.ts";
import { checkExpressions } from "./lint-expressions.ts";
import { MAX_RENDERED_BYTES, RESERVED_CLAIMS } from "./limits.ts";
import {
  type MemberNode,
  type ObjectNode,
  type ParsedTemplate,
  parseTemplate,
  type StringNode,
} from "./parse.ts";
import type { JwtTemplateProblem, ProblemList } from "./problem.ts";
import { staticBytes } from "./static-size.ts";
import { claimsOf, type TemplateClaim, typeOf } from "./template-claim.ts";

/** What can be said about a template before any user signs in. */
export interface JwtTemplateLint {
  /** WorkOS would save the template, as far as its documentation tells. */
  valid: boolean;
  /** In the order in which they stand in the template; at most 100 of each severity. */
  problems: JwtTemplateProblem[];
  /** The claims that the template adds to a token. Empty when its syntax is broken. */
  claims: TemplateClaim[];
}

/**
 * Lints a JWT template by WorkOS's grammar (https://workos.com/docs/authkit/jwt-templates), and by what Convex makes of
 * the claims: names that shadow the identity's own fields, objects that become dotted keys, an audience of the wrong type.
 * Never throws; time is linear in the length of the template.
 */
export function lintJwtTemplate(template: string): JwtTemplateLint {
  const parsed = parseTemplate(template);
  lintParsedTemplate(parsed);
  const problems = parsed.problems.problems.toSorted((a, b) => a.position.offset - b.position.offset);
  return {
    valid: !problems.some(isRefusedByWorkos),
    problems,
    claims: parsed.root === null ? [] : claimsOf(parsed.root),
  };
}

/** WorkOS saves templates with these and issues tokens by them; what they break, they break at Convex. */
const CONVEX_CODES: ReadonlySet<JwtTemplateProblem["code"]> = new Set([
  "audience-type",
  "shadows-convex-identity",
]);

/** Whether WorkOS refuses a template for this problem. */
export function isRefusedByWorkos(problem: JwtTemplateProblem): boolean {
  return problem.severity === "error" && !CONVEX_CODES.has(problem.code);
}

/** Adds the lint's problems to those of the parser. */
export function lintParsedTemplate(parsed: ParsedTemplate): void {
  const { root, problems } = parsed;
  if (root === null) return;
  if (root.members.length === 0) {
    problems.add(
      "error",
      "no-claims",
      root.offset,
      "The template names no claim; WorkOS wants at least one.",
    );
  }
  const seen = new Set<string>();
  for (const member of root.members) {
    const name = fixedText(member.key);
    if (name === null) {
      const message = "WorkOS's documentation does not mention expressions in the name of a claim.";
      problems.add("warning", "expression-in-key", member.key.offset, message);
    } else {
      checkName(name, member, seen, problems);
    }
    checkExpressions(member.value, name, problems);
  }
  checkSize(root, problems);
}

/** The text of a string without expressions, or null. */
function fixedText(node: StringNode): string | null {
  const texts = node.parts.filter((part) => typeof part === "string");
  return texts.length === node.parts.length ? texts.join("") : null;
}

/** Fields of the identity that a claim of the same name overrides, and what Convex puts there itself. */
const IDENTITY_FIELDS: Record<string, string> = {
  tokenIdentifier: "the token's issuer and subject",
  subject: "the token's sub",
  issuer: "the token's iss",
};

function checkName(name: string, member: MemberNode, seen: Set<string>, problems: ProblemList): void {
  const at = member.key.offset;
  if (seen.has(name)) {
    problems.add(
      "warning",
      "duplicate-claim",
      at,
      `The claim ${name} stands in the template twice; the later one wins.`,
      name,
    );
  }
  seen.add(name);
  if (RESERVED_CLAIMS.includes(name)) {
    problems.add(
      "error",
      "reserved-claim",
      at,
      `WorkOS sets ${name} itself and refuses a template that does; rename the claim.`,
      name,
    );
  }
  const owner = Object.hasOwn(IDENTITY_FIELDS, name) ? IDENTITY_FIELDS[name] : undefined;
  if (owner !== undefined) {
    const message = `Functions would read this claim as identity.${name} in place of ${owner}, which identifies the user; rename the claim.`;
    problems.add("error", "shadows-convex-identity", at, message, name);
  }
  if (name === "sid") {
    const message = "sid is the id of the WorkOS session, which sign-out needs; give the claim another name.";
    problems.add("warning", "overrides-session-id", at, message, name);
  }
  if (name === "fva") {
    problems.add(
      "note",
      "dropped-by-convex",
      at,
      "Convex leaves a claim named fva out of the identity.",
      name,
    );
  }
  if (name === "aud") checkAudience(member, problems);
  if (member.value.type === "object") noteNesting(name, member.value, problems);
}

/** An audience can be anything; only what stands for a client id is judged as one. */
const CLIENT_ID_LIKE = /^client_|^[<[{]|client[ _-]?id/i;

/** Convex refuses the whole token when `aud` is neither text nor a list of texts. */
function checkAudience(member: MemberNode, problems: ProblemList): void {
  const { value } = member;
  const type = typeOf(value);
  const wrong =
    type === "number" ||
    type === "boolean" ||
    type === "object" ||
    (value.type === "array" &&
      value.items.some((item) => item.type !== "string" && item.type !== "expression"));
  if (wrong) {
    problems.add(
      "error",
      "audience-type",
      value.offset,
      "aud must be text or a list of texts; Convex cannot read a token with any other.",
      "aud",
    );
    return;
  }
  const texts = value.type === "array" ? value.items : [value];
  for (const text of texts) {
    if (text.type !== "string") continue;
    const fixed = fixedText(text);
    if (fixed === null || !CLIENT_ID_LIKE.test(fixed) || readClientId(fixed).kind !== "placeholder") continue;
    problems.add(
      "warning",
      "placeholder-audience",
      text.offset,
      "aud is still a placeholder; put this environment's client id there.",
      "aud",
    );
  }
}

function noteNesting(name: string, value: ObjectNode, problems: ProblemList): void {
  const first = value.members.map((member) => fixedText(member.key)).find((key) => key !== null);
  const message =
    first === undefined
      ? `Convex leaves an empty object out of the identity, so functions do not see ${name}.`
      : `Convex flattens objects: functions read identity["${name}.${first}"], not identity.${name}.`;
  problems.add("note", "nested-claim", value.offset, message, name);
}

/** From here on a longer name or picture URL of one user is enough. */
const NEAR_LIMIT_BYTES = MAX_RENDERED_BYTES * 0.9;

function checkSize(root: ObjectNode, problems: ProblemList): void {
  const bytes = staticBytes(root);
  if (bytes > MAX_RENDERED_BYTES) {
    const message = `The fixed parts of the template alone take ${bytes} bytes; WorkOS allows ${MAX_RENDERED_BYTES} for the rendered claims.`;
    problems.add("error", "too-large", root.offset, message);
  } else if (bytes > NEAR_LIMIT_BYTES) {
    const message = `The fixed parts of the template take ${bytes} of the ${MAX_RENDERED_BYTES} bytes that WorkOS allows, which leaves little for the user's own values.`;
    problems.add("warning", "near-size-limit", root.offset, message);
  }
}
