import { parseSync, visitorKeys } from "oxc-parser";
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
   * The syntax tree: ESTree with TypeScript and JSX, without nodes for parentheses. Every node knows its `parent`;
   * `start` and `end` are UTF-16 offsets into `text`. A `TemplateElement` spans its characters without delimiters.
   */
  readonly program: Program;
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
  let program: Program | undefined = attempt.result === null ? emptyProgram(text) : undefined;
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
      if (program === undefined) {
        program = attempt.result?.program ?? emptyProgram(text);
        completeTree(program);
      }
      return program;
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

/** Calls back for every child of a node, in the order of the source. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const keys = visitorKeys[node.type];
  if (keys === undefined) return;
  for (const key of keys) {
    const child: unknown = Reflect.get(node, key);
    if (Array.isArray(child)) {
      for (const item of child) if (isNode(item)) visit(item);
    } else if (isNode(child)) {
      visit(child);
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
      // The tree of TypeScript for every language: template elements then have the same ranges everywhere.
      astType: "ts",
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

/** Tells every node its parent and gives template elements the range of their characters. */
function completeTree(program: Program): void {
  const pending: Node[] = [program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const parent = node;
    if (node.type === "TemplateElement") {
      node.start += 1;
      node.end -= node.tail ? 1 : 2;
    }
    forEachChild(node, (child) => {
      if (child.type !== "Program") child.parent = parent;
      pending.push(child);
    });
  }
}

/** Finds line and column of offsets; the index of lines is made when it is first needed. */
function lineIndex(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
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
