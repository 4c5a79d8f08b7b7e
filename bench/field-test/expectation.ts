import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Severity } from "../../packages/doctor/src/failure-modes/failure-mode.ts";
import type { ProviderKey } from "../../packages/doctor/src/facts/auth-config/auth-config.ts";
import type { Framework } from "../../packages/doctor/src/facts/workspace/workspace.ts";

/** What somebody who read a repository wrote down about it. Folders are relative to its root, `.` for the root itself. */
export interface ExpectedRepository {
  /** `owner/name` on GitHub. */
  repository: string;
  commit: string;
  apps: ExpectedApp[];
  backends: ExpectedBackend[];
  findings: ExpectedFindings;
}

/** An app that uses Convex or AuthKit. */
export interface ExpectedApp {
  dir: string;
  framework: Framework;
  /** Functions folder of its backend. */
  backend: string | null;
  /** Whether it signs people in with AuthKit. */
  authkit: boolean;
  /** Routes to which AuthKit sends people back. Deep links, and pages of an app without routes, are not listed. */
  callbacks: { path: string; file: string }[];
  /** The file in which the AuthKit middleware (or another middleware of Next.js) is, and its matcher. */
  proxy: { file: string; matcher: string[] | null } | null;
}

/** A folder of Convex functions. */
export interface ExpectedBackend {
  functionsDir: string;
  convexJson: string | null;
  /** Its auth config as evaluated, with environment variables as `${NAME}`; null when it has none. */
  authConfig: {
    file: string;
    providers: Partial<Record<ProviderKey, string>>[];
    /** Set where it calls code of a package that is not WorkOS's: it is as right to say that it cannot be told. */
    orNotEvaluated?: boolean;
  } | null;
}

/** Whatever is in none of the first two lists is a false alarm. */
export interface ExpectedFindings {
  /** Defects that the files show and that must be told. */
  must: ExpectedFinding[];
  /** True in substance, but so indirect that silence is right as well. */
  may: ExpectedFinding[];
  /** What looks like a failure mode and is none, with the reason. */
  silent: Record<string, string>;
}

export interface ExpectedFinding {
  id: string;
  /** The severity, or those of which each is right. */
  severity: Severity | Severity[];
  /** Where it may be placed; a path that ends with `/` stands for everything in that folder. */
  files: string[];
  /** Paths in such a folder where silence is right, written the same way. */
  except?: string[];
}

/** Reads the table, in the order in which it was made. */
export function expectedRepositories(): ExpectedRepository[] {
  const text = readFileSync(join(import.meta.dirname, "expected.json"), "utf8");
  return (JSON.parse(text) as { repositories: ExpectedRepository[] }).repositories;
}
