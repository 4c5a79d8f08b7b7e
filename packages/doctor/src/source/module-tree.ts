import type { Node, Program, Statement } from "oxc-parser";
import { importNodes } from "./import-nodes.ts";
import { readProgram } from "./program-json.ts";
import { type Section, withOnly } from "./sections.ts";

/** What a tree is made from. */
export interface TreeSource {
  text: string;
  /** Gives the whole tree as the parser has it: JSON, or objects. */
  whole(): string | Program;
  /** Parses a part of the text; undefined where the parser has something to say against it. */
  part(text: string): string | Program | undefined;
  /** Where the text can be cut; null to make the tree as a whole. */
  sections(): Section[] | null;
}

/** A section of the source; its nodes are there once somebody asked for them. */
interface Part extends Section {
  made: { statements: Statement[]; nodes: Node[] } | undefined;
}

const trees = new WeakMap<Node, ModuleTree>();

/** Top-level statements of a program among which are all that declare a name. */
export function statementsDeclaring(program: Program, name: string): readonly Statement[] {
  return trees.get(program)?.statementsDeclaring(name) ?? program.body;
}

/**
 * The syntax tree of a module. A file has a dozen statements of which a reader wants one or two, so nodes are made a
 * section of the file at a time; a node is made once, so that equal places are identical nodes however they were asked for.
 */
export class ModuleTree {
  readonly #source: TreeSource;
  /** Null where the tree is made as a whole. */
  readonly #parts: Part[] | null;
  #program: Program | undefined;
  #nodes: Node[] | undefined;

  constructor(source: TreeSource) {
    this.#source = source;
    // A name can be written with escapes (`\u0061`), which nobody does.
    const sections = source.text.includes("\\u") ? null : source.sections();
    this.#parts = sections?.map((section) => ({ ...section, made: undefined })) ?? null;
  }

  /** The root of the tree; its statements are made when its `body` is read. Every node knows its `parent`. */
  get program(): Program {
    if (this.#program === undefined) {
      const program = this.#parts === null ? readProgram(this.#source.whole()) : this.#rootOf(this.#parts);
      this.#program = program;
      if (this.#parts === null)
        this.#nodes = [program, ...program.body.flatMap((it) => completeTree(it, program))];
      else trees.set(program, this);
    }
    return this.#program;
  }

  /** Every node of the tree in the order of the source, each before what is inside it. */
  get nodes(): readonly Node[] {
    const { program } = this;
    return (this.#nodes ??= [program, ...this.#making(this.#parts ?? []).flatMap(({ nodes }) => nodes)]);
  }

  /** The top-level statements of the sections with a text in them, in the order of the source; words count as a whole. */
  statementsMentioning(words: string | RegExp): readonly Statement[] {
    const { program } = this;
    if (this.#parts === null) return program.body;
    return this.#making(this.#mentioning(this.#parts, words)).flatMap(({ statements }) => statements);
  }

  /** Statements among which are all that declare a name at the top of the module. */
  statementsDeclaring(name: string): readonly Statement[] {
    const importing = this.#parts?.find((part) =>
      part.imported?.entries.some(({ localName }) => localName.value === name),
    );
    // What is imported cannot be declared once more.
    if (importing !== undefined) return this.#making([importing]).flatMap(({ statements }) => statements);
    return this.statementsMentioning(name);
  }

  /** The nodes of these statements, as `nodes` has them. */
  nodesMentioning(words: string | RegExp): readonly Node[] {
    const { program } = this;
    if (this.#parts === null) return this.#nodes ?? [program];
    const [first, ...others] = this.#making(this.#mentioning(this.#parts, words));
    if (first === undefined) return [];
    return others.length === 0 ? first.nodes : [first, ...others].flatMap(({ nodes }) => nodes);
  }

  #rootOf(parts: readonly Part[]): Program {
    const statements = (): Statement[] => this.#making(parts).flatMap((made) => made.statements);
    let body: Statement[] | undefined;
    return {
      type: "Program",
      get body() {
        return (body ??= statements());
      },
      sourceType: "module",
      hashbang: null,
      start: 0,
      end: this.#source.text.length,
    };
  }

  #mentioning(parts: readonly Part[], words: string | RegExp): Part[] {
    const { text } = this.#source;
    if (typeof words !== "string")
      return parts.filter(({ start, end }) => words.test(text.slice(start, end)));
    const found: Part[] = [];
    let at = indexOfWords(text, words, 0);
    for (const part of parts) {
      if (at === -1) break;
      if (at >= part.end) continue;
      // Between sections there are comments only.
      if (at >= part.start) found.push(part);
      at = indexOfWords(text, words, part.end);
    }
    return found;
  }

  /** Makes what is not made yet. */
  #making(wanted: readonly Part[]): NonNullable<Part["made"]>[] {
    const { program } = this;
    const { text, part, whole } = this.#source;
    const missing = wanted.filter(
      (section) => section.made === undefined && !madeFromRecord(section, text, program),
    );
    if (missing.length > 0) {
      const isAll = missing.length === this.#parts?.length;
      const { body } = readProgram((isAll ? undefined : part(withOnly(text, missing))) ?? whole());
      let next = 0;
      for (const section of missing) {
        const made: NonNullable<Part["made"]> = { statements: [], nodes: [] };
        for (; next < body.length; next++) {
          const statement = body[next] as Statement;
          if (statement.start >= section.end) break;
          if (statement.start < section.start) continue;
          made.statements.push(statement);
          for (const node of completeTree(statement, program)) made.nodes.push(node);
        }
        section.made = made;
      }
    }
    return wanted.flatMap(({ made }) => made ?? []);
  }
}

/** Makes the nodes of an import without the parser, where that can be done. */
function madeFromRecord(section: Part, text: string, program: Program): boolean {
  const statement = section.imported === null ? null : importNodes(text, section.imported);
  if (statement === null) return false;
  section.made = { statements: [statement], nodes: completeTree(statement, program) };
  return true;
}

/**
 * Where a text has words that are not a part of others, from an offset on; -1 where it has not.
 */
function indexOfWords(text: string, words: string, from: number): number {
  let at = text.indexOf(words, from);
  while (at !== -1 && (continues(text, at) || continues(text, at + words.length))) {
    at = text.indexOf(words, at + 1);
  }
  return at;
}

/** Whether a name goes on at an offset. */
function continues(text: string, at: number): boolean {
  return at > 0 && at < text.length && NAME_PART.test(text.charAt(at - 1)) && NAME_PART.test(text.charAt(at));
}

const NAME_PART = /[\w$]/;

/** Tells every node its parent, and lists the nodes in the order of the source. */
function completeTree(root: Node, program: Program): Node[] {
  if (root.type !== "Program") root.parent = program;
  const nodes: Node[] = [];
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    const firstChild = pending.length;
    appendChildren(node, pending);
    for (let at = firstChild; at < pending.length; at++) {
      const child = pending[at];
      if (child !== undefined && child.type !== "Program") child.parent = node;
    }
    reverseFrom(pending, firstChild);
  }
  return nodes;
}

/**
 * Appends the children of a node to a list, in the order of the source. The parser writes the properties of its nodes in
 * that order, and reading them all is faster than asking for those that a list of names knows.
 */
export function appendChildren(node: Node, list: Node[]): void {
  const properties = node as unknown as Record<string, unknown>;
  for (const key in properties) {
    if (key === "parent") continue;
    const value = properties[key];
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) list.push(item);
    } else if (isNode(value)) {
      list.push(value);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** Turns the end of a list around, so that what was appended first is taken off first. */
export function reverseFrom<Item>(list: Item[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    const item = list[low];
    const other = list[high];
    if (item === undefined || other === undefined) return;
    list[low] = other;
    list[high] = item;
  }
}
