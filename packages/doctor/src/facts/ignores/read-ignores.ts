import type { Reading } from "../reading.ts";
import { baseName, parentOf } from "../workspace/project-paths.ts";
import { ignoreComments } from "./ignore-comments.ts";
import { ignoresInManifest } from "./ignores-in-manifest.ts";
import type { IgnoresFact } from "./ignores.ts";

/** Files beside the sources that findings point at and that can hold a comment. */
const SETTINGS =
  /^(?:\.env.*|.*\.(?:toml|html|conf)|(?!pnpm-lock).*\.ya?ml|(?:convex|vercel|firebase|app|wrangler|tsconfig.*|staticwebapp\.config)\.jsonc?|_redirects|_headers|Dockerfile.*|Caddyfile|\.gitignore)$/;

/** Reads what the project asks not to be told: comments in sources and settings, and every package.json. */
export function readIgnores({ files, sources }: Pick<Reading, "files" | "sources">): IgnoresFact {
  const fact: IgnoresFact = { ignores: [], malformed: [] };
  const add = (found: IgnoresFact) => {
    fact.ignores.push(...found.ignores);
    fact.malformed.push(...found.malformed);
  };
  for (const { path, text } of sources.matching("", /convex-authkit-ignore/)) add(ignoreComments(path, text));
  for (const path of files.files) {
    const name = baseName(path);
    if (name === "package.json") add(ignoresInManifest(path, parentOf(path), files.read(path) ?? ""));
    else if (SETTINGS.test(name)) add(ignoreComments(path, files.read(path) ?? ""));
  }
  return fact;
}
