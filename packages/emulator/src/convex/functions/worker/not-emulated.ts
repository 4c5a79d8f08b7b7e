/** What this side does not emulate; each use is refused with a sentence. */
export type Missing =
  | "file storage"
  | "text search"
  | "vector search"
  | "cron jobs"
  | "signed tokens"
  | "HTTP actions of components"
  | "variables of components";

const WHAT: Record<Missing, string> = {
  "file storage": "store files (ctx.storage)",
  "text search": "search text (withSearchIndex)",
  "vector search": "search vectors (ctx.vectorSearch)",
  "cron jobs": "run cron jobs (crons.ts)",
  "HTTP actions of components": "mount the HTTP actions of components (httpPrefix)",
  "variables of components": "hand environment variables to components (env)",
  "signed tokens": "sign tokens (ctx.auth.signJwt)",
};

/** One sentence: what is missing and what to do. */
export function notEmulated(missing: Missing): string {
  return `The emulator does not ${WHAT[missing]}; use a Convex dev deployment for it.`;
}

interface QuerySource {
  query?: { source?: { type?: string } };
}

/** What a call to the deployment needs that is not emulated; null: nothing. */
export function missingFor(operation: string, args: unknown): Missing | null {
  if (operation === "1.0/actions/vectorSearch") return "vector search";
  if (operation === "1.0/signJwt") return "signed tokens";
  if (operation.startsWith("1.0/storage") || operation.startsWith("storage/")) return "file storage";
  if (operation === "1.0/queryStream" || operation === "1.0/queryPage")
    return (args as QuerySource).query?.source?.type === "Search" ? "text search" : null;
  return null;
}
