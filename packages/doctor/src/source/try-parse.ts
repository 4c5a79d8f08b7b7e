import type { ParserOptions, Program } from "oxc-parser";
import { type NativeResult, parseSync, parseWithoutTree } from "./native-parser.ts";
import { isNestedTooDeeply } from "./nesting.ts";
import { readProgram } from "./program-json.ts";

/** What came of parsing a text. */
export interface Attempt {
  /** Null when there is no tree to work with. */
  result: NativeResult | null;
  /** The parser's complaints, also those that leave the tree whole. */
  errors: { message: string; offset: number }[];
  /** How it was understood. */
  sourceType: SourceType;
}

type SourceType = "module" | "commonjs";

/** Below this size, in characters, the whole tree is made at once. */
const SMALL = 2_000;

/** Whether a text is too small for its tree to be worth making in parts. */
export function isSmall(text: string): boolean {
  return text.length < SMALL;
}

/** Parses a text as what its extension says, or else as the other kind of JavaScript. Never throws. */
export function tryParse(path: string, text: string): Attempt {
  if (isNestedTooDeeply(text)) {
    const message = "The code is nested too deeply to be read.";
    return { result: null, errors: [{ message, offset: 0 }], sourceType: "module" };
  }
  const first = tryParseAs(path, text, path.endsWith(".cjs") ? "commonjs" : "module");
  if (first.result !== null || !/\.[cm]?jsx?$/.test(path)) return first;
  const second = tryParseAs(path, text, path.endsWith(".cjs") ? "module" : "commonjs");
  return second.result === null ? first : second;
}

function tryParseAs(path: string, text: string, sourceType: SourceType): Attempt {
  const options = parserOptions(path, sourceType);
  try {
    const clean = isSmall(text) ? undefined : parseWithoutTree(path, text, options);
    if (clean !== undefined) return { result: clean, errors: [], sourceType };
    const result = parseSync(path, text, options);
    const errors = result.errors.map(({ message, labels }) => ({ message, offset: labels[0]?.start ?? 0 }));
    const isWhole = errors.length === 0 || readProgram(result.program).body.length > 0;
    return { result: isWhole ? result : null, errors, sourceType };
  } catch {
    return { result: null, errors: [{ message: "The parser failed on this file.", offset: 0 }], sourceType };
  }
}

/** The tree of a part of a text that was parsed before; undefined where the part cannot stand alone. */
export function parsePart(path: string, text: string, sourceType: SourceType): string | Program | undefined {
  try {
    const { errors, program } = parseSync(path, text, parserOptions(path, sourceType));
    return errors.length === 0 ? program : undefined;
  } catch {
    return undefined;
  }
}

function parserOptions(path: string, sourceType: SourceType): ParserOptions {
  return {
    lang: languageOf(path),
    sourceType,
    // One kind of tree for every language, and the smaller one: making the tree is most of the work.
    astType: "js",
    preserveParens: false,
  };
}

function languageOf(path: string): "ts" | "tsx" | "jsx" | "dts" {
  if (/\.d\.[cm]?ts$/.test(path)) return "dts";
  if (/\.[cm]?ts$/.test(path)) return "ts";
  return /\.[cm]?jsx?$/.test(path) ? "jsx" : "tsx";
}
