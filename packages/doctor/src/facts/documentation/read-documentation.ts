import { isEnvExample } from "../environment/example-files.ts";
import { gitIgnored } from "../environment/git-ignored.ts";
import type { Location } from "../location.ts";
import { positionsIn } from "../positions.ts";
import type { Reading } from "../reading.ts";
import type { DocumentationFact } from "./documentation.ts";

/** Names of variables that sign-in can depend on. */
const CONCERNS_SIGN_IN = /WORKOS|AUTHKIT|CONVEX|CLIENT_ID|REDIRECT_URI|COOKIE_PASSWORD/;
const NAME = /\b[A-Z0-9_]+\b/g;

/** Texts for people and agents; schemas, declarations and set-up scripts that name what must be set. */
const DOCUMENTS =
  /\.(?:md|mdx|mdc|txt|rst|adoc)$|(?:^|\/)(?:\.cursorrules|\.clinerules|justfile|Makefile|devcontainer\.json|turbo\.jsonc?|convex\.json|app\.json|(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml|render\.yaml|wrangler\.(?:toml|jsonc?))$/i;
const GUIDES = /\.(?:md|mdx|mdc|txt|rst|adoc)$/i;
const DECLARATIONS = /\.d\.ts$|(?:^|\/)convex\.config\.ts$/;
const SET_UP =
  /(?:^|\/)(?:(?:setup|set-up|bootstrap|install|onboard|init)[\w.-]*|scripts\/[^]*)\.(?:[cm]?[jt]s|sh|ps1|py)$/i;
const SCHEMA =
  /(?:^|\/)env(?:ironment)?(?:\.[\w-]+)?\.[cm]?[jt]s$|(?:^|\/)(?:env|config)\/[\w./-]+\.[cm]?[jt]s$/i;
const SCHEMA_TEXT = /\bcreateEnv\b|\bz\.(?:object|string)\b|\bt3-oss\b|\bvalibot\b|\benvalid\b|\barktype\b/;

/** Env files that belong to a developer's machine tell nobody else anything. */
function isSharedEnvFile(path: string, reading: Pick<Reading, "files">): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (isEnvExample(name)) return true;
  if (!/^\.env(?:\.[\w.-]+)?$/.test(name)) return false;
  return !name.endsWith(".local") && gitIgnored(reading.files, path) !== true;
}

/** Reads which variable names the project writes down anywhere. */
export function readDocumentation(reading: Pick<Reading, "files">): DocumentationFact {
  const names = new Map<string, Location>();
  const exampleFiles: string[] = [];
  const convexAuthAdd: Location[] = [];
  for (const path of reading.files.files) {
    const isEnv = isSharedEnvFile(path, reading);
    if (isEnv && isEnvExample(path.slice(path.lastIndexOf("/") + 1))) exampleFiles.push(path);
    const mayDocument = isEnv || DOCUMENTS.test(path) || DECLARATIONS.test(path) || SET_UP.test(path);
    if (!mayDocument && !SCHEMA.test(path)) continue;
    const text = reading.files.read(path);
    if (text === undefined) continue;
    const wrongCommand = GUIDES.test(path) ? text.search(/\bconvex auth add\b/) : -1;
    if (wrongCommand >= 0) convexAuthAdd.push({ file: path, ...positionsIn(text)(wrongCommand) });
    if (!CONCERNS_SIGN_IN.test(text) || (!mayDocument && !SCHEMA_TEXT.test(text))) continue;
    const position = positionsIn(text);
    for (const match of text.matchAll(NAME)) {
      if (names.has(match[0]) || !CONCERNS_SIGN_IN.test(match[0])) continue;
      names.set(match[0], { file: path, ...position(match.index) });
    }
  }
  return { names: Object.fromEntries(names), exampleFiles, convexAuthAdd };
}
