// The package has no declarations for these two of its modules.
declare module "oxc-parser/src-js/wrap.js" {
  import type { ParseResult } from "oxc-parser";
  /** Makes a result of the native library one of the package: its tree is JSON before. */
  export function wrap(result: unknown): ParseResult;
}
declare module "oxc-parser/src-js/generated/visit/keys.js" {
  import type { visitorKeys as keys } from "oxc-parser";
  const visitorKeys: typeof keys;
  export default visitorKeys;
}
