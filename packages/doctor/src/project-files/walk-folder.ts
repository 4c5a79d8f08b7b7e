import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join, sep } from "node:path";
import { gitignoreRules, decidingRule, type GitignoreFile } from "./gitignore-rules.ts";
import { isOutputFolder, isToolFolder } from "./output-folders.ts";
import type { UnreadableFile } from "./project-files.ts";
import { NEVER_OPENED, readText, sentenceOf } from "./read-text.ts";

/** What a walk finds. Paths are relative to the examined root, separated by `/`. */
export interface Walked {
  /** Regular files, sorted. */
  files: string[];
  /** Links to folders that are listed where they really are, not below the link. */
  linkedFolders: string[];
  unreadable: UnreadableFile[];
}

interface Folder {
  /** Path relative to the root, `""` for the root. */
  path: string;
  /** Reached through a link that leads out of the root; links in there are not followed further. */
  isOutside: boolean;
}

/** Files whose absence from the examination a user would want to know of. */
const MATTERS = /\.(?:[cm]?[jt]sx?|json|jsonc|toml|ya?ml|lock)$|(?:^|\/)\.env[^/]*$|(?:^|\/)\.gitignore$/;

/**
 * Lists the files of a project, without what tools wrote. Never opens a file (other than `.gitignore`), follows no
 * link twice, and goes on where the file system refuses something.
 *
 * @param root absolute path of an existing folder
 */
export function walkFolder(root: string): Walked {
  const walked: Walked = { files: [], linkedFolders: [], unreadable: [] };
  const realRoot = realpathSync(root);
  const followed = new Set<string>();
  const gitignores = new Map<string, GitignoreFile>();
  const pending: Folder[] = [{ path: "", isOutside: false }];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    visit(folder);
  }
  walked.files.sort();
  return walked;

  function visit(folder: Folder): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder.path), { withFileTypes: true });
    } catch (error) {
      walked.unreadable.push({ file: folder.path || ".", why: sentenceOf(error) });
      return;
    }
    if (folder.path !== "" && isWorktree(folder.path, entries)) return;
    if (entries.some(({ name }) => name === ".gitignore")) rememberGitignore(folder.path);
    const prefix = folder.path === "" ? "" : `${folder.path}/`;
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isFile()) walked.files.push(path);
      else if (entry.isDirectory()) visitFolder(path, entry.name, entries, folder);
      else if (entry.isSymbolicLink()) visitLink(path, entry.name, folder);
      else if (MATTERS.test(path)) {
        walked.unreadable.push({
          file: path,
          why: NEVER_OPENED,
        });
      }
    }
  }

  function visitFolder(path: string, name: string, beside: readonly Dirent[], parent: Folder): void {
    if (isToolFolder(name)) return;
    const isOutput = isOutputFolder({
      path,
      name,
      siblings: beside.map((entry) => entry.name),
      children: () => namesIn(path),
      isGitignored: () => decidingRule([...gitignores.values()], path, true)?.rule.negated === false,
    });
    if (!isOutput) pending.push({ path, isOutside: parent.isOutside });
  }

  function visitLink(path: string, name: string, parent: Folder): void {
    try {
      const stat = statSync(join(root, path));
      if (stat.isFile()) walked.files.push(path);
      else if (stat.isDirectory()) visitLinkedFolder(path, name, parent);
      else if (MATTERS.test(path)) {
        walked.unreadable.push({
          file: path,
          why: NEVER_OPENED,
        });
      }
    } catch (error) {
      if (MATTERS.test(path)) walked.unreadable.push({ file: path, why: sentenceOf(error) });
    }
  }

  function visitLinkedFolder(path: string, name: string, parent: Folder): void {
    if (isToolFolder(name)) return;
    const real = realpathSync(join(root, path));
    walked.linkedFolders.push(path);
    if (isWithin(real, realRoot) || isWithin(realRoot, real) || parent.isOutside || followed.has(real))
      return;
    followed.add(real);
    pending.push({ path, isOutside: true });
  }

  /** A .gitignore that cannot be read only means that more folders are walked. */
  function rememberGitignore(dir: string): void {
    const read = readText(join(root, dir, ".gitignore"));
    if (read !== "absent" && "text" in read) gitignores.set(dir, { dir, rules: gitignoreRules(read.text) });
  }

  function namesIn(path: string): string[] {
    try {
      return readdirSync(join(root, path));
    } catch {
      return [];
    }
  }

  /** A worktree is a second copy of the whole project, made by git beside the first. */
  function isWorktree(path: string, entries: readonly Dirent[]): boolean {
    if (!entries.some((entry) => entry.name === ".git" && entry.isFile())) return false;
    const git = readText(join(root, path, ".git"));
    return git !== "absent" && "text" in git && /^gitdir:.*[/\\]worktrees[/\\]/.test(git.text);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
