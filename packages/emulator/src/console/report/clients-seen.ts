import type { TimelineEvent } from "../../timeline/event.ts";

/** Programs rather than people's browsers, by how their user agent begins. */
const SDK = /^(?:workos|authkit|convex|node\b|undici)/i;

/** The clients that have called, as they name themselves: `workos-node/10.14.0`, `npm-1.48.0` (Convex). */
export function clientsSeen(events: readonly TimelineEvent[]): string[] {
  const seen = new Set<string>();
  for (const { http } of events) {
    if (http === undefined) continue;
    const { "user-agent": agent = "", "convex-client": convex, "x-workos-sdk": sdk } = http.requestHeaders;
    if (SDK.test(agent)) seen.add(agent);
    if (convex !== undefined) seen.add(`convex ${convex}`);
    if (sdk !== undefined) seen.add(sdk);
  }
  return [...seen];
}
