import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../user-error.ts";

/** In which folder of the project the emulator keeps what lasts between runs. */
const IN_PROJECT = join("node_modules", ".cache", "convex-authkit");

const COOKIE_PASSWORD_FILE = "cookie-password";

/**
 * The folder for the signing key and the cookie password: `node_modules/.cache/convex-authkit` of the project, where the
 * project's `node_modules` is.
 *
 * @param root of the project, absolute
 */
export function stateDirectoryOf(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules"))) return join(folder, IN_PROJECT);
    if (existsSync(join(folder, ".git")) || folder === dirname(folder)) return join(root, IN_PROJECT);
  }
}

/**
 * The password with which authkit-nextjs and others seal the session cookie: made once and kept, so that a session outlives
 * a restart.
 *
 * @throws UserError where the folder cannot be written
 */
export function cookiePassword(stateDirectory: string): string {
  const file = join(stateDirectory, COOKIE_PASSWORD_FILE);
  try {
    const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    if (kept.length >= 32) return kept;
    const made = randomBytes(32).toString("base64url");
    mkdirSync(stateDirectory, { recursive: true });
    writeFileSync(file, `${made}\n`, { mode: 0o600 });
    return made;
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "writing failed";
    throw new UserError(
      `${stateDirectory} cannot be used to keep the signing key: ${why}. Name another folder with --state-dir.`,
    );
  }
}
