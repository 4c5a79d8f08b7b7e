import {
  decidingRule,
  gitignoreRules,
  type GitignoreFile,
  type GitignoreRule,
} from "../../project-files/gitignore-rules.ts";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { repositoryFoldersAbove } from "../../project-files/repository-folders.ts";
import type { Reading } from "../reading.ts";
import { baseName, joined, parentOf } from "../workspace/project-paths.ts";
import type { Gitignore, GitignoreVerdict } from "./gitignore.ts";

/**
 * Reads every `.gitignore` of the repository: at the root, nested, and above the examined folder where that is only a
 * part of it. A user's global excludes are not in evidence.
 */
export function readGitignore({ files }: Pick<Reading, "files">): Gitignore {
  const own = files.files
    .filter((path) => baseName(path) === ".gitignore")
    .map((path) => ({ dir: parentOf(path), rules: rulesIn(files, path) }));
  const excludes = { dir: "", rules: rulesIn(files, ".git/info/exclude") };
  const above = repositoryFoldersAbove(files).map((folder) => `${folder}.gitignore`);
  const isWholeRepository = files.has(".git") || (above.length === 0 && files.has(".gitignore"));

  return (path) => {
    const decision = decidingRule(own, path, false);
    if (decision !== null) return verdictOf(decision.file, decision.rule);
    const excluded = decidingRule([excludes], path, false);
    if (excluded !== null) return verdictAt(".git/info/exclude", excluded.rule);
    for (const file of above) {
      const verdict = verdictAbove(file, rulesIn(files, file), path);
      if (verdict !== null) return verdict;
    }
    if (isWholeRepository || above.length > 0) return { kind: "not-ignored" };
    return { kind: "unknown", because: "the examined folder is not the root of a git repository" };
  };
}

/** A rule above is about unknown places where it names a path: the examined folder's own name is not in evidence. */
function verdictAbove(file: string, rules: readonly GitignoreRule[], path: string): GitignoreVerdict | null {
  const segments = path.split("/");
  for (const rule of rules.toReversed()) {
    if (rule.anchored) {
      const last = rule.pattern.replace(/\/$/, "").split("/").at(-1) ?? "";
      const [ending] = gitignoreRules(last === "**" ? "*" : last);
      if (segments.some((segment) => ending?.matches(segment, true) === true)) {
        return { kind: "unknown", because: `${file} names a path above the examined folder` };
      }
    } else if (segments.some((segment, index) => rule.matches(segment, index < segments.length - 1))) {
      return verdictAt(file, rule);
    }
  }
  return null;
}

function verdictOf(file: GitignoreFile, rule: GitignoreRule): GitignoreVerdict {
  return verdictAt(joined(file.dir, ".gitignore"), rule);
}

function verdictAt(file: string, { negated, pattern, line }: GitignoreRule): GitignoreVerdict {
  return negated
    ? { kind: "not-ignored" }
    : { kind: "ignored", pattern, location: { file, line, column: 1 } };
}

function rulesIn(files: ProjectFiles, path: string): GitignoreRule[] {
  return files.has(path) ? gitignoreRules(files.read(path) ?? "") : [];
}
