import type { ConvexFunction, FunctionsFact } from "./functions.ts";

/**
 * The functions that need an identity, or may need one, with what they do without.
 *
 * @param functions null when the backend is not in this project
 */
export function mindingFunctions(
  functions: FunctionsFact | null,
): ReadonlyMap<string, Exclude<ConvexFunction["withoutIdentity"], "tolerates">> {
  return new Map(
    functions?.functions.flatMap(({ path, withoutIdentity }) =>
      withoutIdentity === "tolerates" ? [] : [[path, withoutIdentity] as const],
    ),
  );
}

/**
 * Matches functions as clients write them: `api.admin.users.list` for `admin/users:list`. The name alone stands in too many files.
 *
 * @param paths as Convex names them, at least one
 */
export function writtenReference(paths: Iterable<string>): RegExp {
  const written = [...paths].map((path) => path.split(/[/:]/).join(String.raw`\s*\.\s*`));
  return new RegExp(String.raw`\.\s*(?:${written.join("|")})\b`);
}
