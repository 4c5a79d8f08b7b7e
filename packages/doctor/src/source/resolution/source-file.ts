import type { ProjectFiles } from "../../project-files/project-files.ts";
import { joinPath } from "../path.ts";

const EXTENSIONS = [".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".json"];

/** What a written extension may stand for: TypeScript sources are imported under the name of their output. */
const SOURCE_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/**
 * Finds the file that a path without or with an extension stands for, as bundlers do: the file itself, with an
 * extension added, `.js` for `.ts`, or the index file of a folder.
 *
 * @param path relative to the examined root
 * @returns the path of an existing file, or undefined
 */
export function findSourceFile(files: ProjectFiles, path: string): string | undefined {
  if (/\.[a-z0-9]+$/i.test(path) && files.has(path)) return path;
  const written = /\.[cm]?jsx?$/.exec(path)?.[0];
  for (const extension of SOURCE_EXTENSIONS[written ?? ""] ?? []) {
    const candidate = path.slice(0, -(written ?? "").length) + extension;
    if (files.has(candidate)) return candidate;
  }
  for (const extension of EXTENSIONS) {
    if (path !== "" && files.has(path + extension)) return path + extension;
  }
  for (const extension of EXTENSIONS) {
    const candidate = joinPath(path, `index${extension}`);
    if (candidate !== undefined && files.has(candidate)) return candidate;
  }
  return undefined;
}

const OUTPUT_FOLDER = /(^|\/)(?:dist|build|lib|out|output|\.output|esm|cjs)\//;

/**
 * Finds the source of a file that a package.json points to. Where the target is build output that does not exist in
 * the repository, the same path in `src` (or without the output folder) is taken.
 *
 * @param folder folder of the package
 * @param target a target as package.json writes it, e.g. `./dist/index.js`
 */
export function findSourceOfTarget(files: ProjectFiles, folder: string, target: string): string | undefined {
  const withoutDeclaration = target.replace(/\.d\.([cm]?)ts$/, ".$1js");
  const spellings = [target, withoutDeclaration];
  for (let rest = withoutDeclaration; OUTPUT_FOLDER.test(rest);) {
    spellings.push(rest.replace(OUTPUT_FOLDER, "$1src/"));
    rest = rest.replace(OUTPUT_FOLDER, "$1");
    spellings.push(rest, rest.replace(/^(?:\.\/)?/, "./src/"));
  }
  for (const spelling of spellings) {
    const path = joinPath(folder, spelling);
    const found = path === undefined ? undefined : findSourceFile(files, path);
    if (found !== undefined && !(/\.d\.[cm]?ts$/.test(found) && spelling === target)) return found;
  }
  return undefined;
}
