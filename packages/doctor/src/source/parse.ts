import type { Node, Program, Statement } from "oxc-parser";
import type { Location } from "../facts/location.ts";
import { readExports, readImports } from "./module-record.ts";
import type { ExportedName, ImportedName, ModuleRecord } from "./module-record.ts";
import { ModuleTree } from "./module-tree.ts";
import { sectionsOf } from "./sections.ts";
import { isSmall, parsePart, tryParse } from "./try-parse.ts";

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
  /**
   * The top-level statements with these words (not as a part of others) in them, and some that stand beside them. A reader
   * who knows what it looks for asks for these: making nodes takes most of the time of a run, and the other statements stay unmade.
   */
  statementsMentioning(words: string | RegExp): readonly Statement[];
  /** The nodes of these statements, each before what is inside it; the same objects as in `nodes`. */
  nodesMentioning(words: string | RegExp): readonly Node[];
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
  const record = () => attempt.result?.module ?? NO_RECORD;
  let tree: ModuleTree | undefined;
  const treeOf = (): ModuleTree =>
    (tree ??= new ModuleTree({
      text,
      whole: () => attempt.result?.program ?? emptyProgram(text),
      part: (part) => parsePart(path, part, attempt.sourceType),
      sections: () => (isSmall(text) ? null : sectionsOf(text, record())),
    }));
  let imports: ImportedName[] | undefined;
  let exports: ExportedName[] | undefined;
  let dynamicImports: { specifier: string; start: number }[] | undefined;
  let comments: SourceComment[] | undefined;
  return {
    path,
    text,
    unparsable: attempt.result === null ? unparsableBecause(text, errors) : null,
    errors,
    get program() {
      return treeOf().program;
    },
    get nodes() {
      return treeOf().nodes;
    },
    statementsMentioning: (words) => treeOf().statementsMentioning(words),
    nodesMentioning: (words) => treeOf().nodesMentioning(words),
    get imports() {
      return (imports ??= readImports(record()));
    },
    get exports() {
      return (exports ??= readExports(record()));
    },
    get dynamicImports() {
      return (dynamicImports ??= (attempt.result?.module.dynamicImports ?? []).flatMap(
        ({ moduleRequest }) => {
          const quoted = /^(["'`])([^"'`\\$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
          return quoted?.[2] === undefined ? [] : [{ specifier: quoted[2], start: moduleRequest.start }];
        },
      ));
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

/** Of a text that is no module. */
const NO_RECORD: ModuleRecord = { staticImports: [], staticExports: [] };

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

/** Finds line and column of offsets; the index of lines is made when it is first needed. */
function lineIndex(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
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

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes("\r")) {
    for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  } else {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  }
  return starts;
}
