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
    (candidate) => distance(lower, candidate.toLowerCase()) <= (candidate.length > 6 ? 2 : 1),
  );
  return near ?? null;
}

/** Keys that stand in for comments, which JSON does not have. */
export function isCommentKey(key: string): boolean {
  return /^(?:\/\/|#|\$?_*comment)/i.test(key);
}

/** How many letters must be added, removed, changed or swapped with their neighbour to make one word the other. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let best = Math.min(
        (rows[row - 1]?.[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (rows[row - 1]?.[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && swapped) best = Math.min(best, (rows[row - 2]?.[column - 2] ?? 0) + 1);
      current.push(best);
    }
    rows.push(current);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
