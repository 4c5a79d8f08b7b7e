import { getConvexSize, type Value } from "convex/values";
import { checkValue } from "../values/check-value.ts";
import type { ValidatorJson } from "../values/validator.ts";
import { PlainError } from "./error-text.ts";
import type { Registered } from "./registered-function.ts";

/** Bytes, of arguments and of a result. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Checks what a function is called with.
 *
 * @param path `notes:list`
 * @throws {PlainError} in Convex's words
 */
export function checkArgs({ exportArgs }: Registered, path: string, args: unknown): void {
  const size = getConvexSize(args as Value);
  if (size > LARGEST)
    throw new PlainError(
      `Arguments for ${inFile(path)} are too large (actual: ${binarySize(size)}, limit: ${binarySize(LARGEST)})`,
    );
  const problem = exportArgs === undefined ? null : checkValue(parse(exportArgs()), args);
  if (problem !== null) throw new PlainError(`ArgumentValidationError: ${problem}`);
}

/** Checks what a function gives. @throws {PlainError} in Convex's words */
export function checkReturns({ exportReturns }: Registered, value: unknown): void {
  const validator =
    exportReturns === undefined ? null : (JSON.parse(exportReturns()) as ValidatorJson | null);
  const problem = validator === null ? null : checkValue(validator, value);
  if (problem !== null) throw new PlainError(`ReturnsValidationError: ${problem}`);
}

/** @throws {PlainError} in Convex's words, where a result is larger than Convex lets pass */
export function checkResultSize(path: string, value: unknown): void {
  const size = getConvexSize(value as Value);
  if (size > LARGEST)
    throw new PlainError(
      `Function ${inFile(path)} return value is too large (actual: ${binarySize(size)}, limit: ${binarySize(LARGEST)})`,
    );
}

function parse(json: string): ValidatorJson {
  return JSON.parse(json) as ValidatorJson;
}

/** `notes:list` as Convex shows it where it means the file: `notes.js:list`. */
function inFile(path: string): string {
  return path.replace(":", ".js:");
}

function binarySize(bytes: number): string {
  const mebibytes = bytes / (1024 * 1024);
  return `${Number.isInteger(mebibytes) ? mebibytes : mebibytes.toFixed(2)} MiB`;
}
