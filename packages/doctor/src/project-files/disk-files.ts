import { existsSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import type { ProjectFiles, UnreadableFile } from "./project-files.ts";
import { readRegularText, readText, sentenceOf } from "./read-text.ts";
import { walkFolder } from "./walk-folder.ts";

/** The folder to examine does not exist, is not a folder, or may not be read. The message is a sentence. */
export class UnexaminableRoot extends Error {
  readonly root: string;

  constructor(root: string, message: string) {
    super(message);
    this.name = "UnexaminableRoot";
    this.root = root;
  }
}

/** Characters of text that are kept for a second reader; beyond it, files are read again. */
const REMEMBERED_CHARACTERS = 64_000_000;

/**
 * Files above the examined root that belong to the same repository and may be asked for by `../` paths: a project
 * is often one folder of a workspace whose packages, lockfile and `.gitignore` live further up.
 */
const READABLE_ABOVE =
  /\/(?:package\.json|pnpm-workspace\.yaml|pnpm-lock\.yaml|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|bun\.lockb?|\.gitignore|\.git)$/;

/**
 * The files of a project on disk. Folders are listed once, now; texts are read when asked for. Writes nothing and
 * executes nothing.
 *
 * @param root path of the folder to examine, absolute or relative to the working folder
 * @throws UnexaminableRoot when there is no such folder
 */
export function diskFiles(root: string): ProjectFiles {
  const absolute = resolve(root);
  assertFolder(root, absolute);
  const { files, linkedFolders, unreadable } = walkFolder(absolute);
  if (files.length === 0 && unreadable.some(({ file }) => file === ".")) {
    throw new UnexaminableRoot(root, `The folder ${root} cannot be read: permission denied.`);
  }
  const listed = new Set(files);
  const texts = new Map<string, string | undefined>();
  let remembered = 0;

  return {
    files,
    has: (path) => {
      const normal = normalised(path);
      return listed.has(normal) || (isBesideTheList(normal) && existsSync(resolve(absolute, normal)));
    },
    read: (path, isKept = () => true) => {
      const normal = normalised(path);
      if (texts.has(normal)) return texts.get(normal);
      const isListed = listed.has(normal);
      if (!isListed && !isBesideTheList(normal)) return undefined;
      const read = isListed ? readRegularText(`${absolute}/${normal}`) : readText(resolve(absolute, normal));
      const text = read !== "absent" && "text" in read ? read.text : undefined;
      if (read !== "absent" && "why" in read) unreadable.push({ file: normal, why: read.why });
      if (text === undefined) {
        texts.set(normal, undefined);
      } else if (isKept(text)) {
        remembered += text.length;
        if (remembered <= REMEMBERED_CHARACTERS) texts.set(normal, text);
      }
      return text;
    },
    unreadable: unreadable satisfies UnreadableFile[],
  };

  function isBesideTheList(path: string): boolean {
    if (`/${path}`.includes("/node_modules/")) return true;
    if (path.startsWith("../")) return READABLE_ABOVE.test(path);
    return (
      path === ".git" ||
      path === ".git/info/exclude" ||
      linkedFolders.some((folder) => path.startsWith(`${folder}/`))
    );
  }
}

function assertFolder(root: string, absolute: string): void {
  let stat;
  try {
    stat = statSync(absolute, { throwIfNoEntry: false });
  } catch (error) {
    throw new UnexaminableRoot(root, `The folder ${root} cannot be examined. ${sentenceOf(error)}`);
  }
  if (stat === undefined) throw new UnexaminableRoot(root, `There is no folder ${root}.`);
  if (!stat.isDirectory()) throw new UnexaminableRoot(root, `${root} is not a folder, so it is no project.`);
}

/** `/`-separated, without `./` and inner `..`. */
function normalised(path: string): string {
  const slashed = sep === "\\" ? path.replaceAll("\\", "/") : path;
  if (!/(?:^|\/)\.{1,2}\/|\/\//.test(slashed)) return slashed;
  const kept: string[] = [];
  for (const segment of slashed.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else kept.push(segment);
  }
  return kept.join("/");
}
