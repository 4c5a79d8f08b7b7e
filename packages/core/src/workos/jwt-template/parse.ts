import type { Expression } from "./expression.ts";
import { ProblemList } from "./problem.ts";
import { type TemplateToken, tokenizeTemplate } from "./tokens.ts";

/** A string of a template, with the expressions inside it. */
export interface StringNode {
  type: "string";
  parts: (string | Expression)[];
  offset: number;
}

/** One claim, or one property of a nested object. */
export interface MemberNode {
  key: StringNode;
  value: TemplateNode;
}

/** An object as it is written in a template. */
export interface ObjectNode {
  type: "object";
  members: MemberNode[];
  offset: number;
}

/** A value as it is written in a template. */
export type TemplateNode =
  | ObjectNode
  | { type: "array"; items: TemplateNode[]; offset: number }
  | StringNode
  | { type: "expression"; expression: Expression; offset: number }
  | { type: "literal"; value: number | boolean | null; offset: number };

/** A template that has been read. `root` is null when its syntax is broken beyond a guess; `problems` then says where. */
export interface ParsedTemplate {
  root: ObjectNode | null;
  problems: ProblemList;
}

/** Deeper nesting is refused, so that no input can exhaust the stack. WorkOS's own limit is not documented. */
const DEEPEST_NESTING = 64;

/** Reads a template. The first break of JSON's syntax ends the reading; expressions behind it are still looked at. */
export function parseTemplate(template: string): ParsedTemplate {
  const problems = new ProblemList(template);
  if (template.trim() === "") {
    problems.add(
      "error",
      "empty-template",
      0,
      'The template is empty; it must be a JSON object such as { "email": {{ user.email }} }.',
    );
    return { root: null, problems };
  }
  const tokens = tokenizeTemplate(template, problems);
  const broken = problems.has("json-syntax");
  const parser = new Parser(tokens, problems, broken);
  return { root: parser.parse(), problems };
}

/** Thrown inside this module only, once the problem has been reported. */
class SyntaxBreak extends Error {}

class Parser {
  readonly #tokens: TemplateToken[];
  readonly #problems: ProblemList;
  /** A broken token has been reported already: what follows from it is not reported again. */
  readonly #silent: boolean;
  #at = 0;

  constructor(tokens: TemplateToken[], problems: ProblemList, silent: boolean) {
    this.#tokens = tokens;
    this.#problems = problems;
    this.#silent = silent;
  }

  parse(): ObjectNode | null {
    try {
      const node = this.#value(0);
      const rest = this.#peek();
      if (rest.type !== "end")
        this.#break(rest.offset, "Something follows the end of the template's object; remove it.");
      if (node.type === "object") return node;
      const message =
        'The template must be one JSON object whose keys are claims, such as { "email": {{ user.email }} }.';
      this.#problems.add("error", "not-an-object", node.offset, message);
      return null;
    } catch (error) {
      if (error instanceof SyntaxBreak) return null;
      throw error;
    }
  }

  #peek(): TemplateToken {
    return this.#tokens[this.#at] ?? { type: "end", offset: 0 };
  }

  #next(): TemplateToken {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #break(offset: number, message: string, code: "json-syntax" | "too-deep" = "json-syntax"): never {
    if (!this.#silent) this.#problems.add("error", code, offset, message);
    throw new SyntaxBreak();
  }

  #value(depth: number): TemplateNode {
    const token = this.#next();
    if (depth > DEEPEST_NESTING) {
      this.#break(
        token.offset,
        `The template is nested more than ${DEEPEST_NESTING} levels deep.`,
        "too-deep",
      );
    }
    switch (token.type) {
      case "{":
        return this.#object(token.offset, depth);
      case "[":
        return this.#array(token.offset, depth);
      case "string":
      case "expression":
      case "literal":
        return token;
      case "error":
        throw new SyntaxBreak();
      case "end":
        return this.#break(token.offset, "The template ends where a value is missing.");
      case "}":
      case "]":
      case ":":
      case ",":
        return this.#break(token.offset, `A value is missing before this "${token.type}".`);
    }
  }

  #object(offset: number, depth: number): ObjectNode {
    const members: MemberNode[] = [];
    if (this.#peek().type === "}") {
      this.#next();
      return { type: "object", members, offset };
    }
    for (;;) {
      const key = this.#key();
      const colon = this.#next();
      if (colon.type !== ":")
        this.#break(colon.offset, 'A ":" is missing between this claim\'s name and its value.');
      members.push({ key, value: this.#value(depth + 1) });
      const separator = this.#next();
      if (separator.type === "}") return { type: "object", members, offset };
      if (separator.type !== ",") this.#break(separator.offset, 'A "," or "}" is missing before this.');
      if (this.#peek().type === "}") {
        this.#trailingComma(separator.offset);
        this.#next();
        return { type: "object", members, offset };
      }
    }
  }

  /** Clear enough to go on reading. */
  #trailingComma(offset: number): void {
    const message = "JSON allows no comma behind the last entry; remove it.";
    if (!this.#silent) this.#problems.add("error", "trailing-comma", offset, message);
  }

  #key(): StringNode {
    const token = this.#next();
    if (token.type === "string") return token;
    if (token.type === "error") throw new SyntaxBreak();
    if (token.type === "expression") {
      return this.#break(
        token.offset,
        "The name of a claim stands in double quotes; an expression cannot take its place.",
      );
    }
    return this.#break(token.offset, "The name of a claim is missing here; it stands in double quotes.");
  }

  #array(offset: number, depth: number): TemplateNode {
    const items: TemplateNode[] = [];
    if (this.#peek().type === "]") {
      this.#next();
      return { type: "array", items, offset };
    }
    for (;;) {
      items.push(this.#value(depth + 1));
      const separator = this.#next();
      if (separator.type === "]") return { type: "array", items, offset };
      if (separator.type !== ",") this.#break(separator.offset, 'A "," or "]" is missing before this.');
      if (this.#peek().type === "]") {
        this.#trailingComma(separator.offset);
        this.#next();
        return { type: "array", items, offset };
      }
    }
  }
}
