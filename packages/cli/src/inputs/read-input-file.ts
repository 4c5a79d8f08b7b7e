import { closeSync, openSync, readSync, statSync, type Stats } from "node:fs";
import { UserError } from "../user-error.ts";

/** The largest file that an option takes, in bytes: variables, a template, a JWKS, a token are far smaller. */
const LIMIT = 4 * 1024 * 1024;

/**
 * The text of a file that the user named.
 *
 * @throws UserError when it is absent, no file, not readable, too large, or not text
 */
export function readInputFile(path: string): string {
  const { size } = fileStat(path);
  if (size > LIMIT) {
    throw new UserError(
      `${path} has ${megabytes(size)} MB; what belongs here has at most ${megabytes(LIMIT)} MB.`,
    );
  }
  return textOf(path, readHead(path, LIMIT));
}

/**
 * The first part of a file, enough to tell what it is.
 *
 * @throws UserError as {@link readInputFile}, but for the size
 */
export function readStart(path: string): string {
  fileStat(path);
  return textOf(path, readHead(path, 64 * 1024));
}

/** The file's figures. Devices and pipes are refused: reading them may never end. */
function fileStat(path: string): Stats {
  const stat = statOf(path);
  if (stat === undefined) throw new UserError(`There is no file or folder ${path}.`);
  if (stat.isDirectory()) throw new UserError(`${path} is a folder; a file is needed here.`);
  if (!stat.isFile() && !stat.isFIFO()) throw new UserError(`${path} is neither a file nor a folder.`);
  return stat;
}

/** Figures of a path; undefined when nothing is there. A path that cannot exist is nothing. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EACCES" || code === "EPERM")
      throw new UserError(`${path} may not be read: permission denied.`);
    if (code === "ELOOP") throw new UserError(`${path} is a symbolic link that leads to itself.`);
    return undefined;
  }
}

function readHead(path: string, limit: number): Buffer {
  let descriptor;
  try {
    descriptor = openSync(path, "r");
    const buffer = Buffer.alloc(limit);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, limit - length, null);
      length += read;
      if (read === 0 || length === limit) return buffer.subarray(0, length);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = code === "EACCES" || code === "EPERM" ? "permission denied" : code || "reading it failed";
    throw new UserError(`${path} cannot be read: ${why}.`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function textOf(path: string, bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  if (bytes.includes(0)) throw new UserError(`${path} is binary; text is needed here.`);
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

function megabytes(bytes: number): string {
  return String(Math.ceil(bytes / 1024 / 1024));
}
