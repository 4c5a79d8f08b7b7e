import gtr from "semver/ranges/gtr.js";
import subset from "semver/ranges/subset.js";
import validRange from "semver/ranges/valid.js";
import { satisfies } from "../../diagnosis/version-range.ts";
import type { PackageVersion } from "./packages.ts";

/**
 * Whether the version that runs is certainly below another: the installed one, or every version that the declared
 * range allows.
 */
export function isBelow(found: PackageVersion | undefined, version: string): boolean {
  if (found === undefined) return false;
  if (found.installed !== null) return satisfies(found.installed, `<${version}`);
  const { declared } = found;
  return declared !== null && validRange(declared) !== null && gtr(version, declared);
}

/**
 * Whether the version that runs certainly lies in a range: the installed one, or every version that the declared range
 * allows.
 */
export function isWithin(found: PackageVersion | undefined, range: string): boolean {
  if (found === undefined) return false;
  if (found.installed !== null) return satisfies(found.installed, range);
  const { declared } = found;
  return declared !== null && validRange(declared) !== null && subset(declared, range);
}

/** How reports call the version of a package: `4.3.0`, or `^2.7.1` where nothing is installed or locked. */
export function versionText({ installed, declared }: PackageVersion): string {
  return installed ?? declared ?? "unknown";
}
