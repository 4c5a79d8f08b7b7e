import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "tsdown";

/**
 * All of core and the comparison as one classic script that defines a global `core`, as a bundler for browsers makes it: a
 * `node:` import would not resolve there.
 */
export async function bundleCore(): Promise<string> {
  const [bundle] = await build({
    config: false,
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    entry: [fileURLToPath(new URL("./runtime-entry.ts", import.meta.url))],
    format: "iife",
    globalName: "core",
    platform: "browser",
    tsconfig: false,
    dts: false,
    clean: false,
    write: false,
    report: false,
    logLevel: "error",
  });
  const chunk = bundle?.chunks.find((output) => output.type === "chunk");
  if (chunk === undefined || !("code" in chunk)) throw new Error("The bundler gave no script.");
  return chunk.code;
}

/** The text of the conformance file. */
export function caseLines(): string {
  return readFileSync(new URL("customjwt-cases.jsonl", import.meta.url), "utf8");
}
