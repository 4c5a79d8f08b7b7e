import { createRequire } from "node:module";
import type { Comment, EcmaScriptModule, OxcError, ParserOptions, Program } from "oxc-parser";

// What the doctor uses of oxc-parser. The package is a dozen ES modules around one native library, and Node takes longer to find and
// link them than to parse a small project.

/** What the parser says about a text; each part is copied out of native memory when it is first asked for. */
export interface NativeResult {
  /** The tree as JSON (`{"node":…,"fixes":…}`), or as objects where the whole package had to be loaded. */
  readonly program: string | Program;
  readonly module: EcmaScriptModule;
  readonly comments: Comment[];
  readonly errors: OxcError[];
}

interface Binding {
  parseSync(file: string, text: string, options?: ParserOptions): NativeResult;
}

/** What follows platform and processor in the names of the native packages. */
const SUFFIXES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [""],
  linux: ["-gnu", "-musl"],
  win32: ["-msvc"],
};

const requireHere = createRequire(import.meta.url);
// The whole package knows every platform, and says what is missing.
const binding = nativeLibrary() ?? (requireHere("oxc-parser") as Binding);

/** As `parseSync` of oxc-parser, but for the form of the tree. */
export function parseSync(file: string, text: string, options?: ParserOptions): NativeResult {
  const result = binding.parseSync(file, text, options);
  // The native library gives each part away, and has nothing left for who asks again.
  let program: NativeResult["program"] | undefined;
  let module: NativeResult["module"] | undefined;
  let comments: NativeResult["comments"] | undefined;
  let errors: NativeResult["errors"] | undefined;
  return {
    get program() {
      return (program ??= result.program);
    },
    get module() {
      return (module ??= result.module);
    },
    get comments() {
      return (comments ??= result.comments);
    },
    get errors() {
      return (errors ??= result.errors);
    },
  };
}

/**
 * What no program ends with: a declaration that is only right at the top level, where all that was opened is closed, and then an
 * error of which it is known how it is reported.
 */
const WRONG_END = "\nconst end = 0\n}";
const ITS_MESSAGE = "Unexpected token";

/**
 * As `parseSync` of a text without errors, but the tree is made when it is asked for: it takes most of the time and a hundred
 * times the memory of the text, and often nobody asks, or only for a part. The parser makes none for a text with an error at
 * the end of it, but it has read all before that, and records what is imported and exported as usual.
 *
 * @returns undefined when there is any other error
 */
export function parseWithoutTree(
  file: string,
  text: string,
  options: ParserOptions,
): NativeResult | undefined {
  const result = binding.parseSync(file, text + WRONG_END, options);
  // It is empty, but until it is asked for, memory is kept for it: thirty times that of the text.
  void result.program;
  const { errors, module } = result;
  const [error, ...others] = errors;
  const isOurs =
    error?.message === ITS_MESSAGE &&
    error.labels[0]?.start === text.length + WRONG_END.length - 1 &&
    others.length === 0;
  // After a last `export` ours would be exported.
  const isOutside = module.staticExports.every(({ end }) => end <= text.length);
  if (!isOurs || !isOutside) return undefined;
  let whole: NativeResult | undefined;
  const parsed = (): NativeResult => (whole ??= parseSync(file, text, options));
  return {
    module,
    errors: [],
    get program() {
      return parsed().program;
    },
    get comments() {
      return parsed().comments;
    },
  };
}

/** The native library of the common kinds of machine; null where another is wanted or none of them fits. */
function nativeLibrary(): Binding | null {
  const { env, platform, arch } = process;
  if (Object.keys(env).some((name) => name.startsWith("NAPI_RS_"))) return null;
  const requireThere = createRequire(requireHere.resolve("oxc-parser"));
  for (const suffix of SUFFIXES[platform] ?? []) {
    try {
      return requireThere(`@oxc-parser/binding-${platform}-${arch}${suffix}`) as Binding;
    } catch {
      // Not for this machine, or not installed.
    }
  }
  return null;
}
