import { majorOf, type Row } from "./rows.ts";

/**
 * The peer ranges that say what the rows show: of each major version, from the lowest one tested upwards.
 *
 * @returns by package, as in `peerDependencies`
 */
export function peerRanges(rows: readonly Row[]): Record<string, string> {
  const tested = new Map<string, string[]>();
  for (const { versions } of rows)
    for (const [name, version] of Object.entries(versions))
      tested.set(name, [...(tested.get(name) ?? []), version]);
  return Object.fromEntries(
    [...tested].map(([name, versions]) => {
      const lowest = new Map<number, string>();
      for (const version of versions.sort(byVersion))
        if (!lowest.has(majorOf(version))) lowest.set(majorOf(version), version);
      return [name, [...lowest.values()].map((version) => `^${version}`).join(" || ")];
    }),
  );
}

/** Lower ones first; for versions of three numbers. */
function byVersion(a: string, b: string): number {
  const numbers = b.split(".").map(Number);
  const differences = a.split(".").map((part, index) => Number(part) - (numbers[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** The page in docs/ that lists the rows. */
export function supportedVersionsPage(rows: readonly Row[]): string {
  const table = (framework: Row["framework"], heads: readonly (keyof Row["versions"])[]): string =>
    [
      `| ${heads.join(" | ")} |`,
      `| ${heads.map(() => "---").join(" | ")} |`,
      ...rows
        .filter((row) => row.framework === framework)
        .map(({ versions }) => `| ${heads.map((name) => versions[name]).join(" | ")} |`),
    ].join("\n");
  const ranges = Object.entries(peerRanges(rows)).map(([name, range]) => `- \`${name}\`: \`${range}\``);
  return [
    "<!-- Written by `npm run generate` from e2e/matrix/rows. -->",
    "",
    "# Supported versions",
    "",
    "What an app imports (`convex-authkit/react`, `/nextjs`, `/convex`, `/debug`) is installed from the packed package beside each of these sets of versions, its types are checked, the app is built for production, and Chromium drives it against the emulator: sign in, queries with the identity, a reload, the debug page, an expiry, an outage of WorkOS, sign out. `npm run test:matrix` does it.",
    "",
    "## Next.js",
    "",
    "Next.js 15 runs the proxy as `middleware.ts`, Next.js 16 as `proxy.ts`.",
    "",
    table("next", ["next", "@workos-inc/authkit-nextjs", "react", "convex"]),
    "",
    "## Vite",
    "",
    table("vite", ["@workos-inc/authkit-react", "react", "convex"]),
    "",
    "## Peer ranges",
    "",
    "Of each major version, from the lowest one tested upwards:",
    "",
    ...ranges.sort(),
    "",
  ].join("\n");
}
