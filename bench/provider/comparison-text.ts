import { COMPARED, type Measured, type Results } from "./providers.ts";

const ROWS: readonly (readonly [string, (measured: Measured) => string])[] = [
  ["refresh grants per page load", ({ grantsPerLoad }) => number(grantsPerLoad)],
  ["… of these forced by Convex's client", ({ forcedPerLoad }) => number(forcedPerLoad)],
  ["refresh grants per 5 minutes, one visible tab", ({ grantsPerExpiry }) => number(grantsPerExpiry)],
  [
    "refresh grants per 5 minutes, five visible tabs",
    ({ grantsPerExpiryOfFive }) => number(grantsPerExpiryOfFive),
  ],
  ["times not shown as signed in, per expiry", ({ flashesPerExpiry }) => number(flashesPerExpiry)],
  ["outages of 60 s that signed out", ({ signedOut, outages }) => `${signedOut} of ${outages}`],
  ["… and were not over a minute later", ({ notRecovered, outages }) => `${notRecovered} of ${outages}`],
  [
    "page load during an outage shows a signed-out page",
    ({ signedOutByLoad }) => (signedOutByLoad ? "yes" : "no"),
  ],
];

/** The comparison as a page of the documentation. */
export function comparisonText({ date, versions, providers }: Results): string {
  const compared = COMPARED.flatMap(({ name, title }) => {
    const measured = providers[name];
    return measured === undefined ? [] : [{ title, measured }];
  });
  return `# Providers side by side

Made by \`npm run bench:provider\` on ${date}; the numbers are in \`bench/provider/results.json\`. Do not edit.

What joins authkit-react and Convex in a Vite app, in four ways, each under the same pages, in the same build, in Chromium with
\`convex-authkit\`'s emulator in the place of WorkOS and Convex. Access tokens live five minutes, as WorkOS's do by default. Time is
moved forward for the pages and for both servers alike.

${compared.map(({ title }, index) => `${index + 1}. ${title}`).join("\n")}

| | ${compared.map((_, index) => index + 1).join(" | ")} |
| --- | ${compared.map(() => "---:").join(" | ")} |
${ROWS.map(([label, cell]) => `| ${label} | ${compared.map(({ measured }) => cell(measured)).join(" | ")} |`).join("\n")}

## What was measured

- Refresh grants: requests to WorkOS's token endpoint that gave a token, from the emulator's timeline. A page load of authkit-react
  always costs one, since it keeps the access token in memory only.
- Shown as signed in: what Convex's \`Authenticated\`, \`Unauthenticated\` and \`AuthLoading\` rendered, recorded at every change of
  the page.
- Outages: WorkOS answers 429, 500, an HTML page with 503, or resets the connection, for 60 seconds. Each kind once from second 220
  of a token's life and once from second 260, so that each provider's renewal falls into one of them.

## What to make of it

- With one tab this package asks WorkOS more often than the others: it renews a token 75 seconds before it expires, authkit-js
  10 seconds before. A page that stays open for hours costs about a quarter more grants.
- Several tabs are where sharing counts: authkit-js refreshes in every visible tab.
- A provider without \`forceRefreshToken\` costs no forced refresh at the page load, and neither does this one; it pays later, when
  Convex asks for another token and gets the same.
- The second and the third are shapes that are met in apps, written for this comparison; the third comes from Next.js.
- The emulator answers at once. On a slow network the time between expiry and renewal is longer for all of them.
- Hidden tabs, sleep and switching organizations are not in this table; the end-to-end tests drive them for this package alone. Nor are providers for
  authkit-nextjs.

Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.
`;
}

/** Without digits that say nothing. */
const number = (value: number): string => String(Math.round(value * 100) / 100);
