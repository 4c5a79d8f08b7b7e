import { decidingRule, type GitignoreFile, gitignoreRules } from "../../project-files/gitignore-rules.ts";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { folderOf, foldersFrom } from "../../source/path.ts";

/**
 * What the `.gitignore` files of a project say about a file: whether git ignores it, or null where there is no
 * `.gitignore` above it at all.
 */
export function gitIgnored(files: Pick<ProjectFiles, "read">, path: string): boolean | null {
  const above = foldersFrom(folderOf(path)).flatMap((dir): GitignoreFile[] => {
    const text = files.read(dir === "" ? ".gitignore" : `${dir}/.gitignore`);
    return text === undefined ? [] : [{ dir, rules: gitignoreRules(text) }];
  });
  if (above.length === 0) return null;
  return decidingRule(above, path, false)?.rule.negated === false;
}
