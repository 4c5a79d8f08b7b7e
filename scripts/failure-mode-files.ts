import { readdirSync } from "node:fs";
import { join } from "node:path";
import { STEPS, type Step } from "@convex-authkit/core";

/** Folder of the failure modes, relative to the repository. */
export const FAILURE_MODES = "packages/doctor/src/failure-modes";

/** One file `failure-modes/<step>/<id>.ts`. */
export interface FailureModeFile {
  step: Step;
  id: string;
}

/** The files of all failure modes, along the chain, then by id. */
export function failureModeFiles(root: string): FailureModeFile[] {
  return STEPS.flatMap((step) => {
    let names: string[];
    try {
      names = readdirSync(join(root, FAILURE_MODES, step));
    } catch {
      // A step without a failure mode has no folder.
      return [];
    }
    return names
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => ({ step, id: name.slice(0, -".ts".length) }))
      .sort((one, other) => one.id.localeCompare(other.id, "en"));
  });
}

/** The id as an identifier: `signout-by-prefetch` becomes `signoutByPrefetch`. */
export function identifierOf(id: string): string {
  const name = id.replace(/-+(\w)/g, (_match, letter: string) => letter.toUpperCase());
  return /^\d/.test(name) ? `_${name}` : name;
}
