import type { Comparison, Measured, Outages } from "./comparison.ts";

/** A row of a table. */
export interface Row {
  label: string;
  cell: (measured: Measured) => string;
  /** What it tells somebody who reads the table, a sentence or two. */
  means: string;
  /** The tables it is in; both where absent. */
  only?: Comparison["name"];
}

export const ROWS: readonly Row[] = [
  {
    label: "refresh grants per page load",
    cell: ({ grantsPerLoad }) => number(grantsPerLoad),
    means:
      "How often WorkOS was asked for new tokens because a page was loaded. authkit-react always needs one, since it keeps the access token in memory only; authkit-nextjs needs none.",
  },
  {
    label: "… of these forced by Convex's client",
    cell: ({ forcedPerLoad }) => number(forcedPerLoad),
    means:
      "Convex's client asks for another token right after the first was accepted, unless it was created with `initialAuthTokenReuse`. It counts against WorkOS's rate limit with every page and every tab.",
  },
  {
    label: "page load shows a signed-out page first",
    cell: ({ flashOfLoad }) => yesOrNo(flashOfLoad),
    means: "Somebody who is signed in sees the sign-in button for a moment.",
  },
  {
    label: "refresh grants per 5 minutes, one visible tab",
    cell: ({ grantsPerExpiry }) => number(grantsPerExpiry),
    means:
      "What a page costs that stays open and that nobody touches: 1 is one per life of a token. 0 means that the token was never renewed, 2 that each renewal was asked for twice.",
  },
  {
    label: "refresh grants per 5 minutes, five visible tabs",
    cell: ({ grantsPerExpiryOfFive }) => number(grantsPerExpiryOfFive),
    means: "The same for five tabs of one browser together: whether they share.",
  },
  {
    label: "times not shown as signed in, per expiry",
    cell: ({ flashesPerExpiry }) => number(flashesPerExpiry),
    means:
      "How often the page took back that the user is signed in, though the session held. Forms lose what was typed into them then.",
  },
  {
    label: "signed in after 15 minutes untouched",
    cell: ({ signedInAfterExpiries }) => yesOrNo(signedInAfterExpiries),
    means: "Whether the page was still signed in at the end of these three expiries.",
  },
  {
    label: "open page: outages of 60 s that signed out",
    cell: ({ open }) => share(open, open.signedOut),
    means:
      "WorkOS is away for a minute while the page is open. Each of four kinds of outage begins once in second 215 of a token's life and once in second 275, so that each provider's renewal falls into one of them.",
  },
  {
    label: "… and were not over a minute later",
    cell: ({ open }) => share(open, open.notRecovered),
    means:
      "The page was still not signed in a minute after WorkOS was back. A reload helped, but for those of the next row.",
  },
  {
    label: "… and lost the session",
    cell: ({ open }) => share(open, open.sessionLost),
    means:
      "A reload did not help either: the user has to sign in again. On Next.js, the session's cookie was deleted.",
  },
  {
    label: "… refresh requests during one of them",
    cell: ({ open }) => number(open.requests),
    means:
      "What a WorkOS in trouble is asked by one such page in the minute, on average. The node SDK makes four attempts of each.",
    only: "nextjs",
  },
  {
    label: "page load in an outage: shown as signed out",
    cell: ({ load }) => share(load, load.signedOut),
    means:
      "The page is loaded while WorkOS is away; on Next.js once with a token that is still good and once with one that has expired.",
  },
  {
    label: "… and not over a minute later",
    cell: ({ load }) => share(load, load.notRecovered),
    means: "As above.",
  },
  {
    label: "… and lost the session",
    cell: ({ load }) => share(load, load.sessionLost),
    means: "As above.",
  },
  {
    label: "… refresh requests during one of them",
    cell: ({ load }) => number(load.requests),
    means: "As above: those who do not give up ask on.",
    only: "nextjs",
  },
];

const yesOrNo = (value: boolean): string => (value ? "yes" : "no");

const share = ({ tried }: Outages, count: number): string => `${count} of ${tried}`;

/** Without digits that say nothing. */
const number = (value: number): string => String(Math.round(value * 100) / 100);
