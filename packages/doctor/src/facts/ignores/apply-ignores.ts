import { lettersApart } from "../letters-apart.ts";
import type { Location } from "../location.ts";
import { isInDir } from "../workspace/workspace.ts";
import type { Ignore, IgnoreProblem, IgnoresFact } from "./ignores.ts";

/** What has to be known of a finding to silence it. */
export interface Ignorable {
  id: string;
  /** Folder of the app that it is about; null when it is about several, or none. */
  app: string | null;
  location: Location | null;
}

/**
 * Parts findings into those that are told and those that the project asked not to be told. A finding without a place
 * is silenced by the package.json of its app's folder or of one above, any finding by that of the root.
 */
export function applyIgnores<Finding extends Ignorable>(
  findings: readonly Finding[],
  { ignores }: IgnoresFact,
): { told: Finding[]; ignored: Finding[] } {
  const isIgnored = (finding: Finding) =>
    ignores.some((ignore) => ignore.id === finding.id && covers(ignore, finding));
  return { told: findings.filter((it) => !isIgnored(it)), ignored: findings.filter(isIgnored) };
}

function covers({ scope }: Ignore, { location, app }: Ignorable): boolean {
  if (scope.kind === "folder") {
    const place = location?.file ?? app;
    return scope.dir === "" || (place !== null && isInDir(place, scope.dir));
  }
  if (location?.file !== scope.file) return false;
  return scope.kind === "file" || location.line === scope.line;
}

/**
 * Everything about the project's ignores that a user should hear of: requests that could not be understood, ids that
 * do not exist, missing reasons.
 *
 * @param knownIds ids of all failure modes, retired ones included
 */
export function ignoreProblems(fact: IgnoresFact, knownIds: readonly string[]): IgnoreProblem[] {
  const known = new Set(knownIds);
  return [
    ...fact.malformed,
    ...fact.ignores.flatMap(({ id, reason, location }): IgnoreProblem[] => {
      if (!known.has(id)) {
        const nearest = nearestId(id, knownIds);
        const hint = nearest === null ? "`convex-authkit explain` lists them" : `did you mean \`${nearest}\``;
        const end = nearest === null ? "." : "?";
        return [
          {
            sentence: `There is no failure mode \`${id}\`, so this silences nothing; ${hint}${end}`,
            location,
          },
        ];
      }
      if (reason !== null) return [];
      return [
        {
          sentence: `\`${id}\` is silenced here without a reason; say why, for whoever reads it next.`,
          location,
        },
      ];
    }),
  ];
}

/** The id with the fewest changed letters, if they are few enough to be a slip. */
function nearestId(id: string, knownIds: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.max(2, Math.floor(id.length / 4)) + 1;
  for (const known of knownIds) {
    const changes = lettersApart(id.toLowerCase(), known);
    if (changes < fewest) [best, fewest] = [known, changes];
  }
  return best;
}
