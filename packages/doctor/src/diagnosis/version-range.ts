import semverSatisfies from "semver/functions/satisfies.js";

/** Whether an exact version lies in a range; a prerelease counts as its release. An unreadable version lies nowhere. */
export function satisfies(version: string, range: string): boolean {
  return semverSatisfies(version, range, { includePrerelease: true });
}
