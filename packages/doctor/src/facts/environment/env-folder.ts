import type { ProjectFiles } from "../../project-files/project-files.ts";
import { pathFrom } from "../scripts/path-from.ts";
import type { App } from "../workspace/workspace.ts";

/** What the framework's configuration says about an app's variables. */
export interface EnvFolder {
  /** Folder whose env files the framework loads, relative to the root; null when it cannot be told. */
  dir: string | null;
  /** Names that the configuration mentions: it may define them itself. */
  mentioned: string[];
  /** A configuration file that loads variables in its own way; null when none does. */
  loadsMore: string | null;
}

const CONFIG_FILES = [
  "next.config",
  "vite.config",
  "electron.vite.config",
  "app.config",
  "react-router.config",
].flatMap((name) => ["ts", "mts", "js", "mjs", "cjs"].map((extension) => `${name}.${extension}`));

/** A string, a `new URL(…)` or a joined path, as `envDir` is written. */
const ENV_DIR =
  /\benvDir\s*:\s*(?:(?:fileURLToPath\(\s*)?new URL\(\s*(["'`])(?<url>[^"'`$]+)\1\s*,\s*import\.meta\.url|(?:path\.)?(?:resolve|join)\(\s*(?:__dirname|import\.meta\.dirname|process\.cwd\(\))\s*,\s*(["'`])(?<joined>[^"'`$]+)\3\s*\)|(["'`])(?<plain>[^"'`$]*)\5)/;

/** Reads where an app's env files lie and what its configuration adds to them. */
export function readEnvFolder(files: Pick<ProjectFiles, "read">, { dir }: Pick<App, "dir">): EnvFolder {
  const folder: EnvFolder = { dir, mentioned: [], loadsMore: null };
  for (const name of CONFIG_FILES) {
    const path = dir === "" ? name : `${dir}/${name}`;
    const text = files.read(path);
    if (text === undefined) continue;
    const code = text.replace(/^[^\S\n]*(?:\/\/|\*|\/\*).*$/gm, "");
    folder.mentioned.push(...(code.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []));
    if (/\benvDir\b/.test(code)) {
      const groups = ENV_DIR.exec(code)?.groups;
      const written = groups?.["url"] ?? groups?.["joined"] ?? groups?.["plain"];
      folder.dir = written === undefined ? null : pathFrom(dir, written);
    }
    if (/\bloadEnvConfig\b|dotenv|infisical|doppler|varlock/.test(code)) folder.loadsMore = path;
  }
  return folder;
}
