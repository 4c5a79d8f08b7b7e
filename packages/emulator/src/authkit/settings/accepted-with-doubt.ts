import type { UriProblem } from "@convex-authkit/core";
import type { Parts } from "../../parts.ts";

/** Tells the timeline of an address that was registered although WorkOS may refuse it. */
export function noteDoubts(
  parts: Parts,
  what: string,
  address: string,
  problems: readonly UriProblem[],
): void {
  if (problems.length === 0) return;
  parts.timeline.record({
    side: "authkit",
    step: "setup",
    kind: "setting",
    outcome: "info",
    title: `The ${what} ${address} was registered here; WorkOS may refuse it.`,
    detail: { problems: problems.map(({ code, message }) => ({ code, message })) },
  });
}
