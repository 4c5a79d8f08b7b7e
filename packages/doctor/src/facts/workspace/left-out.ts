import type { WorkspaceMembers } from "./workspace-members.ts";
import { upwards } from "./project-paths.ts";

/** Why a folder may not be part of the project. */
export interface SampleName {
  /** The segment of the path that says so, e.g. `templates`. */
  name: string;
  /** Folder up to and including that segment. */
  dir: string;
  /** Test data and vendored sources, as opposed to samples, which can be what a repository is about. */
  isNeverTheProject: boolean;
}

const TEST_DATA =
  /^(?:__fixtures__|__tests__|__mocks__|fixtures?|test-fixtures|testdata|tests?|e2e|vendor|vendored|third[-_]party|opensrc)$/i;

const SAMPLES =
  /^(?:examples?|samples?|demos?|templates?|boilerplates?|starters?|snippets|skills|docs?|playgrounds?|sandbox(?:es)?|references?|archived?|_archive|legacy|backups?|old)$/i;

/**
 * Finds the name in a path that calls it a sample, a template, test data or vendored. A folder that a workspace lists
 * is part of the project whatever its name is, unless its whole workspace lies in such a folder.
 *
 * @param packageDirs folders with a package.json: `docs` with one is a site, without one it is documentation
 */
export function sampleName(
  dir: string,
  members: WorkspaceMembers,
  packageDirs: ReadonlySet<string>,
): SampleName | null {
  const listed = upwards(dir).find((above) => members.isListed(above));
  if (listed !== undefined) {
    const root = members.rootOf.get(listed) ?? "";
    const ofRoot = root === dir ? null : sampleName(root, members, packageDirs);
    if (ofRoot !== null || listed === dir) return ofRoot;
  }
  const kept = listed ?? "";
  const segments = dir.slice(kept === "" ? 0 : kept.length + 1).split("/");
  for (const [index, name] of segments.entries()) {
    const upTo = [kept, ...segments.slice(0, index + 1)].filter((part) => part !== "").join("/");
    const isSite = /^docs?$/i.test(name) && packageDirs.has(upTo);
    const isNeverTheProject = TEST_DATA.test(name);
    if (isNeverTheProject || (SAMPLES.test(name) && !isSite)) return { name, dir: upTo, isNeverTheProject };
  }
  return null;
}
