import type { Framework } from "../workspace/workspace.ts";
import type { WiringFact } from "../wiring/wiring.ts";
import { happens } from "./auth-moment.ts";
import type { GatingFact, QueryUse, Way } from "./gating.ts";

/** How a query that needs an identity comes to run before Convex has accepted the token. */
export interface PrematureQuery extends QueryUse {
  /** `none`: nothing holds it back; `authkit-user`: it waits for AuthKit's user only. */
  gate: "none" | "authkit-user";
  /** The way on which that happens. */
  way: Way;
}

/** Frameworks whose pages are made in the browser only, so that signed-out visitors get every route. */
const IN_BROWSER: readonly Framework[] = ["vite-react", "bun-react"];

/**
 * The queries that run too early although the function they call throws without an identity. Queries handed to
 * TanStack Query are left out: their first data may come from the server, and their errors end in a retry.
 */
export function prematureQueries({ queries }: GatingFact, framework: Framework | null): PrematureQuery[] {
  return queries.flatMap((query): PrematureQuery[] => {
    if (query.withoutIdentity !== "throws" || query.via !== "convex") return [];
    const judged = query.ways.map((way) => ({ way, gate: gateOf(way, framework) }));
    const found =
      judged.find(({ gate }) => gate === "none") ?? judged.find(({ gate }) => gate === "authkit-user");
    return found?.gate ? [{ ...query, gate: found.gate, way: found.way }] : [];
  });
}

function gateOf({ at }: Way, framework: Framework | null): PrematureQuery["gate"] | null {
  if (happens(at.starting)) return "none";
  if (happens(at["signed-out"])) {
    return framework !== null && IN_BROWSER.includes(framework) ? "none" : null;
  }
  const waits = at.starting === "no" && at["signed-out"] === "no";
  return waits && happens(at.unconfirmed) ? "authkit-user" : null;
}

/**
 * Whether the app's queries run without a token at all until AuthKit's is accepted.
 *
 * @returns why that cannot be told, or false where the client holds them back or nothing hands tokens over
 */
export function sendsWithoutToken({ convexClients, tokenHandOvers }: WiringFact): boolean | string {
  if (tokenHandOvers.every(({ via }) => via === "server")) return false;
  const options = convexClients.map(({ expectAuth }) => expectAuth);
  if (options.includes("true")) return false;
  if (options.includes("dynamic") || options.includes("unknown")) {
    return "whether expectAuth holds queries back is decided at run time";
  }
  return true;
}
