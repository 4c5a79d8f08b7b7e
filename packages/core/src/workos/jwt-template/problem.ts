/** A place in a template: line and column count from 1, columns and offset in UTF-16 code units. */
export interface TemplatePosition {
  line: number;
  column: number;
  offset: number;
}

/** What can be wrong with, or worth knowing about, a JWT template. */
export type JwtTemplateProblemCode =
  // WorkOS refuses the template
  | "empty-template"
  | "json-syntax"
  | "trailing-comma"
  | "too-deep"
  | "not-an-object"
  | "no-claims"
  | "unterminated-expression"
  | "empty-expression"
  | "empty-operand"
  | "invalid-expression"
  | "unknown-root"
  | "object-in-string"
  | "reserved-claim"
  | "too-large"
  // Convex refuses the token, or shows functions something else
  | "audience-type"
  | "placeholder-audience"
  | "shadows-convex-identity"
  // doubtful or worth knowing
  | "undocumented-syntax"
  | "unknown-attribute"
  | "expression-in-key"
  | "duplicate-claim"
  | "overrides-session-id"
  | "near-size-limit"
  | "dropped-by-convex"
  | "nested-claim"
  | "varying-claim"
  | "text-of-non-text"
  | "empty-text-for-null";

/** One problem of a JWT template. */
export interface JwtTemplateProblem {
  code: JwtTemplateProblemCode;
  /** `error`: WorkOS refuses the template or the token breaks. `warning`: it may. `note`: right, but worth knowing. */
  severity: "error" | "warning" | "note";
  position: TemplatePosition;
  /** One or two sentences: what is wrong and what to do. */
  message: string;
  /** The claim concerned, by its top-level name; null where none is. */
  claim: string | null;
}

/** Turns offsets of one text into lines and columns. Lines end at LF, CRLF or CR. */
class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const isLineEnd = code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10);
      if (isLineEnd) this.#starts.push(i + 1);
    }
  }

  /** @param offset in UTF-16 code units, from 0 to the length of the text */
  position(offset: number): TemplatePosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1, offset };
  }
}

/**
 * More problems than anybody reads; keeps hostile input from filling the memory. Counted for each severity, so that notes
 * never crowd out an error.
 */
const MOST_OF_A_SEVERITY = 100;

/** Collects problems of one template, each with its place. */
export class ProblemList {
  readonly problems: JwtTemplateProblem[] = [];
  readonly #counts = { error: 0, warning: 0, note: 0 };
  readonly #lines: LineIndex;

  constructor(text: string) {
    this.#lines = new LineIndex(text);
  }

  /** Adds a problem at an offset of the template. Beyond 100 of its severity, nothing more is kept. */
  add(
    severity: JwtTemplateProblem["severity"],
    code: JwtTemplateProblemCode,
    offset: number,
    message: string,
    claim: string | null = null,
  ): void {
    if (this.isFull(severity)) return;
    this.#counts[severity]++;
    this.problems.push({ code, severity, position: this.#lines.position(offset), message, claim });
  }

  /** Whether a problem of this kind has been found. */
  has(code: JwtTemplateProblemCode): boolean {
    return this.problems.some((problem) => problem.code === code);
  }

  /** Whether further problems of this severity would be dropped. */
  isFull(severity: JwtTemplateProblem["severity"]): boolean {
    return this.#counts[severity] >= MOST_OF_A_SEVERITY;
  }
}
