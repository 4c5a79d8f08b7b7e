import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Seed } from "@convex-authkit/emulator";
import { readInputFile } from "../../inputs/read-input-file.ts";
import { UserError } from "../../user-error.ts";

/** Where test accounts lie by convention, below the app, the folder of the call or the project. */
const BY_CONVENTION = join("tmp", "authkit_test_accounts.json");

/** Accounts from a file. */
export interface SeedFile {
  file: string;
  seed: Seed;
  /** What was left out or filled in, a sentence each. */
  notes: string[];
}

/**
 * Reads the seed that was named, or the file of test accounts that is there by convention.
 *
 * @param named `--seed`
 * @param folders absolute, in which a file by convention counts, the first one first
 * @returns null where there is neither
 * @throws UserError with what is wrong in the file; no password is shown
 */
export async function seedFile(
  named: string | undefined,
  folders: readonly string[],
): Promise<SeedFile | null> {
  const file = named ?? folders.map((folder) => join(folder, BY_CONVENTION)).find((path) => existsSync(path));
  if (file === undefined) return null;
  const text = readInputFile(file);
  const { readSeed } = await import("@convex-authkit/emulator/authkit/seed/read-seed");
  const reading = readSeed(text);
  const name = named ?? relative(process.cwd(), file);
  const about = (remark: string): string => `${name}: ${remark}`;
  if ("problems" in reading) throw new UserError(reading.problems.map(about).join("\n"));
  return { file, seed: reading.seed, notes: reading.notes.map(about) };
}
