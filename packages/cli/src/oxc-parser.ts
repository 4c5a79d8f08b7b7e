import { createRequire } from "node:module";
import { wrap } from "oxc-parser/src-js/wrap.js";
import type { ParserOptions, ParseResult } from "oxc-parser";

// What the doctor uses of oxc-parser, in place of it in what is built. The package is a dozen ES modules around one native
// library, and Node takes longer to find and link them than to parse a small project.
export { default as visitorKeys } from "oxc-parser/src-js/generated/visit/keys.js";

interface Binding {
  parseSync(file: string, text: string, options?: ParserOptions): unknown;
}

/** What follows platform and processor in the names of the native packages. */
const SUFFIXES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [""],
  linux: ["-gnu", "-musl"],
  win32: ["-msvc"],
};

const native = nativeLibrary();
const whole = native === null ? (createRequire(import.meta.url)("oxc-parser") as Binding) : null;

/** As `parseSync` of oxc-parser. */
export function parseSync(file: string, text: string, options?: ParserOptions): ParseResult {
  // The whole package knows every platform, and says what is missing.
  if (whole !== null) return whole.parseSync(file, text, options) as ParseResult;
  return wrap(native?.parseSync(file, text, options));
}

/** The native library of the common kinds of machine; null where another is wanted or none of them fits. */
function nativeLibrary(): Binding | null {
  const { env, platform, arch } = process;
  if (Object.keys(env).some((name) => name.startsWith("NAPI_RS_"))) return null;
  const requireThere = createRequire(createRequire(import.meta.url).resolve("oxc-parser"));
  for (const suffix of SUFFIXES[platform] ?? []) {
    try {
      return requireThere(`@oxc-parser/binding-${platform}-${arch}${suffix}`) as Binding;
    } catch {
      // Not for this machine, or not installed.
    }
  }
  return null;
}
