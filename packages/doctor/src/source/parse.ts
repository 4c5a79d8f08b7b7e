import { parseSync } from "oxc-parser";
import type { Node, ParseResult, Program } from "oxc-parser";
import type { Location } from "../facts/location.ts";
import { readExports, readImports } from "./module-record.ts";
import type { ExportedName, ImportedName } from "./module-record.ts";
import { isNestedTooDeeply } from "./nesting.ts";

export type {
  ArrowFunctionExpression,
  BindingPattern,
  CallExpression,
  Class,
  Comment,
  Expression,
  Function as FunctionNode,
  IdentifierReference,
  JSXAttribute,
  JSXElement,
  JSXOpeningElement,
  NewExpression,
  Node,
  ObjectExpression,
  Program,
  Statement,
  VariableDeclarator,
} from "oxc-parser";

/** What the parser has to say about a text; line and column count from 1. */
export interface ParseError {
  /** A sentence without the place. */
  message: string;
  line: number;
  column: number;
}

/** A comment with its offsets, delimiters included; `text` is without them. */
export interface SourceComment {
  text: string;
  start: number;
  end: number;
}

/** A parsed TypeScript or JavaScript file. The tree, imports, exports and comments are read when they are asked for. */
export interface ParsedModule {
  /** Path relative to the examined root. */
  readonly path: string;
  readonly text: string;
  /**
   * Why nothing could be read from the file and where; null for a file that could be parsed. The parser does not
   * recover: an unparsable file has an empty tree, so a rule that found nothing in it has not checked it.
   */
  readonly unparsable: ParseError | null;
  /** All complaints, also those that leave the tree whole. */
  readonly errors: readonly ParseError[];
  /**
   * The syntax tree: ESTree with JSX and the nodes of TypeScript, without nodes for parentheses and without what only
   * types say about JavaScript's own nodes (`typeAnnotation`, `importKind`, …). Every node knows its `parent`; `start`
   * and `end` are UTF-16 offsets into `text`. A `TemplateElement` spans its characters without delimiters.
   */
  readonly program: Program;
  /**
   * Every node of the tree in the order of the source, each before what is inside it: the same as walking `program`,
   * which every reader of a whole module would otherwise do again.
   */
  readonly nodes: readonly Node[];
  readonly imports: readonly ImportedName[];
  readonly exports: readonly ExportedName[];
  /** Specifiers of `import("…")` that are plain strings. */
  readonly dynamicImports: readonly { specifier: string; start: number }[];
  readonly comments: readonly SourceComment[];
  /** Line and column, from 1, of an offset into `text`. */
  lineAndColumn(offset: number): { line: number; column: number };
  /** The place where a node (or anything with a `start` offset) begins. */
  locationOf(node: { start: number }): Location;
}

/**
 * Parses a file. Never throws: a text that is no TypeScript or JavaScript gives an empty tree and `unparsable`.
 * The language follows from the extension; files with a JavaScript extension may hold JSX, as bundlers allow.
 *
 * @param path path relative to the examined root, used for its extension and for locations
 * @param text the file's text without a byte order mark
 */
export function parseModule(path: string, text: string): ParsedModule {
  const lines = lineIndex(text);
  const attempt = tryParse(path, text);
  const errors = attempt.errors.map(({ message, offset }) => ({ message, ...lines(offset) }));
  let tree: { program: Program; nodes: Node[] } | undefined;
  const completed = () => {
    if (tree === undefined) {
      const program = attempt.result?.program ?? emptyProgram(text);
      tree = { program, nodes: completeTree(program) };
    }
    return tree;
  };
  let imports: ImportedName[] | undefined;
  let exports: ExportedName[] | undefined;
  let dynamicImports: { specifier: string; start: number }[] | undefined;
  let comments: SourceComment[] | undefined;
  const record = attempt.result?.module;
  return {
    path,
    text,
    unparsable: attempt.result === null ? unparsableBecause(text, errors) : null,
    errors,
    get program() {
      return completed().program;
    },
    get nodes() {
      return completed().nodes;
    },
    get imports() {
      return (imports ??= record === undefined ? [] : readImports(record));
    },
    get exports() {
      return (exports ??= record === undefined ? [] : readExports(record));
    },
    get dynamicImports() {
      return (dynamicImports ??= (record?.dynamicImports ?? []).flatMap(({ moduleRequest }) => {
        const quoted = /^(["'`])([^"'`\\$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
        return quoted?.[2] === undefined ? [] : [{ specifier: quoted[2], start: moduleRequest.start }];
      }));
    },
    get comments() {
      return (comments ??= (attempt.result?.comments ?? []).map(({ value, start, end }) => ({
        text: value,
        start,
        end,
      })));
    },
    lineAndColumn: lines,
    locationOf: (node) => ({ file: path, ...lines(node.start) }),
  };
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

interface Attempt {
  /** Null when there is no tree to work with. */
  result: ParseResult | null;
  errors: { message: string; offset: number }[];
}

function tryParse(path: string, text: string): Attempt {
  if (isNestedTooDeeply(text)) {
    return { result: null, errors: [{ message: "The code is nested too deeply to be read.", offset: 0 }] };
  }
  const first = tryParseAs(path, text, path.endsWith(".cjs") ? "commonjs" : "module");
  if (first.result !== null || !/\.[cm]?jsx?$/.test(path)) return first;
  const second = tryParseAs(path, text, path.endsWith(".cjs") ? "module" : "commonjs");
  return second.result === null ? first : second;
}

function tryParseAs(path: string, text: string, sourceType: "module" | "commonjs"): Attempt {
  try {
    const result = parseSync(path, text, {
      lang: languageOf(path),
      sourceType,
      // One kind of tree for every language, and the smaller one: making the tree is most of the work.
      astType: "js",
      preserveParens: false,
    });
    const errors = result.errors.map(({ message, labels }) => ({ message, offset: labels[0]?.start ?? 0 }));
    const isWhole = errors.length === 0 || result.program.body.length > 0;
    return { result: isWhole ? result : null, errors };
  } catch {
    return { result: null, errors: [{ message: "The parser failed on this file.", offset: 0 }] };
  }
}

function languageOf(path: string): "ts" | "tsx" | "jsx" | "dts" {
  if (/\.d\.[cm]?ts$/.test(path)) return "dts";
  if (/\.[cm]?ts$/.test(path)) return "ts";
  return /\.[cm]?jsx?$/.test(path) ? "jsx" : "tsx";
}

function unparsableBecause(text: string, errors: readonly ParseError[]): ParseError {
  const marker = /^(?:<{7}|={7}|>{7})(?=[ \r\n]|$)/m.exec(text);
  if (marker !== null && /^<{7}/m.test(text)) {
    const { line, column } = lineIndex(text)(text.search(/^<{7}/m));
    return { message: "There is an unresolved merge conflict.", line, column };
  }
  return errors[0] ?? { message: "The file cannot be parsed.", line: 1, column: 1 };
}

function emptyProgram(text: string): Program {
  return { type: "Program", body: [], sourceType: "module", hashbang: null, start: 0, end: text.length };
}

/** Tells every node its parent, and lists the nodes in the order of the source. */
function completeTree(program: Program): Node[] {
  const nodes: Node[] = [];
  const pending: Node[] = [program];
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

/** Finds line and column of offsets; the index of lines is made when it is first needed. */
function lineIndex(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
      }
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
