import type { BuildFailure, Message } from "esbuild";

/** A push that cannot be bundled; the message is what a developer reads. */
export class BundleError extends Error {}

/** Turns what esbuild throws into one error with every message, its place and its line. */
export function bundleError(thrown: unknown): Error {
  if (!isBuildFailure(thrown)) return thrown instanceof Error ? thrown : new Error(String(thrown));
  return new BundleError(thrown.errors.map(describe).join("\n\n"));
}

function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && "errors" in thrown && Array.isArray(thrown.errors);
}

const TOP_LEVEL_AWAIT = /^Top-level await is currently not supported/;

function describe({ text, location, notes }: Message): string {
  const lines = [TOP_LEVEL_AWAIT.test(text) ? "Top-level awaits in source files are unsupported" : text];
  if (location !== null) {
    lines.push(`    ${location.file}:${location.line}:${location.column + 1}`);
    lines.push(`    ${location.lineText.trim().slice(0, 200)}`);
  }
  if (notes.some((note) => note.text.includes("Are you trying to bundle for node?")))
    lines.push(
      'It looks like you are using Node APIs from a file without the "use node" directive.',
      'Split out actions using Node.js APIs like this into a new file only containing actions that uses "use node" so these actions will run in a Node.js environment.',
      "For more information see https://docs.convex.dev/functions/runtimes#nodejs-runtime",
    );
  return lines.join("\n");
}
