import { closeSync, constants, openSync, readFileSync, readSync, statSync } from "node:fs";

/** The text of a file, or a sentence that says why there is none. `absent`: there is no such file. */
export type TextRead = { text: string } | { why: string } | "absent";

const LOCKFILE =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|\.package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock)$/;

const MEGABYTE = 1_000_000;

const LARGEST_SOURCE = 2 * MEGABYTE;
const LARGEST_LOCKFILE = 32 * MEGABYTE;

/** Why something that is neither a file nor a folder is not examined. */
export const NEVER_OPENED = "It is a pipe, a socket or a device, which is never opened.";

/** The size in bytes above which a file is not read: lockfiles grow large, sources and settings do not. */
function sizeLimit(path: string): number {
  return LOCKFILE.test(path) ? LARGEST_LOCKFILE : LARGEST_SOURCE;
}

/** A source is read into it: one more byte than it may have. Memory that is never touched is never taken. */
const room = Buffer.allocUnsafeSlow(LARGEST_SOURCE + 1);

/**
 * As {@link readText}, of what is known to be a regular file: without asking for its kind and size first, which takes a third
 * of the time.
 */
export function readRegularText(location: string): TextRead {
  try {
    const bytes = contentOf(location);
    if (bytes.length === room.length) return readText(location);
    const text = bytes.toString("utf8");
    return text.startsWith("\uFFFD") ? readText(location) : textRead(text);
  } catch {
    // It may be gone by now, or never have been readable: the other tells.
    return readText(location);
  }
}

/** What stands in a file, as far as there is room for it; valid until the next call. */
function contentOf(location: string): Buffer {
  // Were it a pipe by now, opening it could wait for ever.
  const file = openSync(location, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // Of a regular file, a read gives less than there is room for only at its end.
    const length = readSync(file, room, 0, room.length, null);
    return room.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/**
 * Reads a file as text: UTF-8, or UTF-16 where a byte order mark says so. Pipes, sockets and devices are never
 * opened, since reading one could wait for ever.
 *
 * @param location path on the disk
 */
export function readText(location: string): TextRead {
  try {
    const stat = statSync(location, { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory()) return "absent";
    if (!stat.isFile()) return { why: NEVER_OPENED };
    const limit = sizeLimit(location);
    if (stat.size > limit) return { why: tooLarge(stat.size, limit) };
    const text = readFileSync(location, "utf8");
    // A UTF-16 byte order mark is no valid UTF-8, so it decodes to the replacement character.
    return textRead(text.startsWith("\uFFFD") ? decodeUtf16(readFileSync(location)) : text);
  } catch (error) {
    return { why: sentenceOf(error) };
  }
}

function textRead(decoded: string | null): TextRead {
  if (decoded === null || decoded.includes("\0")) {
    return { why: "It holds binary data where text is expected." };
  }
  return { text: decoded.startsWith("\uFEFF") ? decoded.slice(1) : decoded };
}

function tooLarge(size: number, limit: number): string {
  const megabytes = (size / MEGABYTE).toLocaleString("en", { maximumFractionDigits: 1 });
  return `It has ${megabytes} MB; files of this kind are read up to ${limit / MEGABYTE} MB.`;
}

function decodeUtf16(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return bytes.includes(0) ? null : bytes.toString("utf8");
}

const SENTENCES: Record<string, string> = {
  EACCES: "It cannot be read: permission denied.",
  EPERM: "It cannot be read: permission denied.",
  ELOOP: "It is a link that leads back to itself.",
  ENOENT: "It is a link to something that does not exist.",
  ENAMETOOLONG: "Its path is longer than the file system allows.",
  EMFILE: "It cannot be read: too many files are open.",
  EIO: "It cannot be read: the disk reports an error.",
};

/** Says why the file system refused something. */
export function sentenceOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return SENTENCES[code] ?? `It cannot be read (${code}).`;
}
