import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** Beside the built package; the build makes it from `browser/console.js`. */
const BUILT = new URL("./console.js", import.meta.url);
/** Runs in browsers as it is written. */
const SOURCE = new URL("./browser/console.js", import.meta.url);

let script: Promise<string> | undefined;

/** The console's script for the browser. */
export async function consoleScript(): Promise<string> {
  return await (script ??= readFile(existsSync(BUILT) ? BUILT : SOURCE, "utf8"));
}
