import type { AllResults, Comparison, Measured, Results } from "./comparison.ts";
import { ROWS } from "./comparison-rows.ts";
import { NEXTJS } from "./nextjs.ts";
import { VITE } from "./vite.ts";

/** The comparison as a page of the documentation. */
export function comparisonText({ vite, nextjs }: AllResults): string {
  return `# Providers side by side

Made by \`npm run bench:provider\` (\`-- vite\` or \`-- nextjs\` for one half); the numbers are in \`bench/provider/results.json\`. Do not edit.

What joins an AuthKit SDK and Convex in an app, in several ways, each under the same page, in the same production build, in Chromium with
\`convex-authkit\`'s emulator in the place of WorkOS and Convex. Access tokens live five minutes, as WorkOS's do by default. Time is moved
forward for the pages, for the app's server and for both sides alike. Every 15 seconds another device of the same user writes a note that
the page shows, so that Convex has something to say, and looks at whom it is talking to.

## Vite, with authkit-react

${vite === undefined ? NOT_MEASURED : half(VITE, vite)}

${VITE_NOTES}

## Next.js, with authkit-nextjs

${nextjs === undefined ? NOT_MEASURED : half(NEXTJS, nextjs)}

${NEXTJS_NOTES}

## What the rows say

${[...new Map(ROWS.filter(({ means }) => !means.startsWith("As above")).map(({ label, means }) => [label, means]))].map(([label, means]) => `- **${label}.** ${means}`).join("\n")}

Refresh grants are requests to WorkOS's token endpoint that gave tokens, from the emulator's timeline; on Next.js this includes a refresh
token that was sent a second time within 30 seconds, to which WorkOS gives the same tokens again. Shown as signed in is what Convex's
\`Authenticated\`, \`Unauthenticated\` and \`AuthLoading\` rendered, recorded at every change of the page. The outages: WorkOS answers 429, 500,
an HTML page with 503, or resets the connection.

## What is not in it

- The emulator answers at once. On a slow network the time between expiry and renewal is longer for all of them.
- The machine is awake, timers are punctual, and nobody switches tabs. Hidden tabs, sleep and switching organizations are driven by the
  end-to-end tests, for this package alone.
- Two timers that are due in the same second race: numbers can differ by one request between two runs.
`;
}

const NOT_MEASURED = "Not measured yet.";

const VITE_NOTES = `- With one tab this package asks WorkOS more often than the others: it renews a token 75 seconds before it expires, authkit-js
  10 seconds before. A page that stays open for hours costs about a third more grants. It buys that a minute without WorkOS is over
  before the token is.
- Several tabs are where sharing counts: authkit-js refreshes in every visible tab.
- A provider without \`forceRefreshToken\` costs no forced refresh at the page load, and neither does this one; it pays later, when
  Convex asks for another token and gets the same, or none, and takes that for a sign-out.
- A page that is loaded in an outage recovers with each of them, since authkit-js asks again every second. The others show a page that
  is signed out until then; this one says that it is loading.
- The second and the third are shapes that are met in apps, written for this comparison; the third comes from Next.js.`;

const NEXTJS_NOTES = `- Documentation and template have the same hook, and do the same here. With each renewal in a single tab, the proxy and the server action
  behind \`refresh()\` both exchange the same refresh token: two requests. With several tabs the cookie is younger than a page's token
  when that page's turn comes, and each tab costs one.
- The third hook is one of earlier documentation that many apps have. Nothing in it asks for another token, and authkit-nextjs's own timer
  wakes up before the SDK finds the token worth renewing, when it is punctual: the page is signed out at the first expiry. It
  renews the token when somebody comes back to the tab, which nobody does here.
- This package renews 75 seconds before a token expires, the documented hook 10 seconds before: a third more renewals, at one request
  each instead of two, and shared by all tabs.
- In an outage this package asks more than the others, and not less: it tries again with growing pauses until WorkOS is back, where they
  give up after the first failure and stay signed out. What reaches WorkOS is four requests for each try, because the node SDK repeats it.
- A provider alone can keep an open page signed in, but not one that is loaded after its token has expired: \`authkitProxy\` treats that
  visitor as signed out while WorkOS is away, and deletes the session's cookie when the answer is an HTML page. That is what
  \`convexAuthKitProxy\` is for. The page measured here is public; from one that is not, \`authkitProxy\` sends the visitor to AuthKit.
- \`ConvexProviderWithAuthKit\` of @convex-dev/workos is not in this table: it wants a hook of authkit-react's shape, which the one of
  authkit-nextjs has not.`;

function half({ name, compared }: Comparison, { date, versions, providers }: Results): string {
  const columns = compared.flatMap(({ name: provider, title }) => {
    const measured: Measured | undefined = providers[provider];
    return measured === undefined ? [] : [{ title, measured }];
  });
  const rows = ROWS.filter(({ only }) => only === undefined || only === name);
  return `${columns.map(({ title }, index) => `${index + 1}. ${title}`).join("\n")}

| | ${columns.map((_, index) => index + 1).join(" | ")} |
| --- | ${columns.map(() => "---:").join(" | ")} |
${rows.map(({ label, cell }) => `| ${label} | ${columns.map(({ measured }) => cell(measured)).join(" | ")} |`).join("\n")}

Measured on ${date} with ${Object.entries(versions)
    .map(([of, version]) => `${of} ${version}`)
    .join(", ")}.`;
}
