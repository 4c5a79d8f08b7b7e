import type { Emulator } from "@convex-authkit/emulator";

/** What a user's browser and server have asked WorkOS's token endpoint for. */
export interface Refreshes {
  /** Refresh grants that WorkOS gave, and those that it answered with the same pair again. */
  grants: number;
  /** Requests for new tokens, whatever was answered. */
  requests: number;
}

/** Counts the refreshes of each user from now on. The timeline itself forgets what is old. */
export function countRefreshes({ timeline }: Emulator): {
  of: (userId: string) => Refreshes;
  stop: () => void;
} {
  const counted = new Map<string, Refreshes>();
  const of = (userId: string): Refreshes => counted.get(userId) ?? { grants: 0, requests: 0 };
  const stop = timeline.subscribe(({ kind, outcome, subject, detail }) => {
    if (subject?.userId === undefined) return;
    const { grants, requests } = of(subject.userId);
    const isRefresh = kind === "refresh" || detail?.["grant"] === "refresh_token";
    counted.set(subject.userId, {
      grants: grants + (kind === "refresh" && outcome === "ok" ? 1 : 0),
      requests: requests + (isRefresh ? 1 : 0),
    });
  });
  return { of, stop };
}
