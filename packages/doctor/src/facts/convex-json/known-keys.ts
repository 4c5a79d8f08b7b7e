import { lettersApart } from "../letters-apart.ts";
/** Top-level keys that the Convex CLI 1.48.0 knows, deprecated ones included. */
const TOP_LEVEL = [
  "$schema",
  "functions",
  "node",
  "codegen",
  "bundler",
  "generateCommonJSApi",
  "typescriptCompiler",
  "authKit",
  "aiFiles",
  "project",
  "team",
  "prodUrl",
];

/** Keys that the Convex CLI 1.48.0 knows, by the kind of object that holds them. */
export const KNOWN_KEYS = {
  top: TOP_LEVEL,
  authKit: ["dev", "preview", "prod"],
  section: ["configure", "localEnvVars", "environmentType"],
  configure: ["redirectUris", "appHomepageUrl", "corsOrigins"],
} as const satisfies Record<string, readonly string[]>;

/** What people write in place of a key, beyond slips of the finger. */
const ALIASES: Record<string, string> = {
  development: "dev",
  local: "dev",
  staging: "preview",
  production: "prod",
  redirecturls: "redirectUris",
  redirecturi: "redirectUris",
  redirecturl: "redirectUris",
  callbackurls: "redirectUris",
  callbackurl: "redirectUris",
  homepageurl: "appHomepageUrl",
  homepage: "appHomepageUrl",
  apphomepageuri: "appHomepageUrl",
  cors: "corsOrigins",
  allowedorigins: "corsOrigins",
  origins: "corsOrigins",
  env: "localEnvVars",
  envvars: "localEnvVars",
  localenv: "localEnvVars",
  localenvvariables: "localEnvVars",
  environment: "environmentType",
  functionsdir: "functions",
  workos: "authKit",
};

/** The known key that a misspelt one probably means; null when none is similar. */
export function meantKey(key: string, known: readonly string[]): string | null {
  const lower = key.toLowerCase().replace(/[-_]/g, "");
  const alias = ALIASES[lower];
  if (alias !== undefined && known.includes(alias)) return alias;
  // A slip is one or two letters of a word long enough that two letters do not make it another word.
  const near = known.find(
    (candidate) => lettersApart(lower, candidate.toLowerCase()) <= (candidate.length > 6 ? 2 : 1),
  );
  return near ?? null;
}

/** Keys that stand in for comments, which JSON does not have. */
export function isCommentKey(key: string): boolean {
  return /^(?:\/\/|#|\$?_*comment)/i.test(key);
}
