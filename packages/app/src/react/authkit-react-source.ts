import type { RefreshOutcome, TokenSource } from "../connection/token-source.ts";

/** What of `useAuth()` of authkit-react is used. */
export interface AuthKitReactTokens {
  getAccessToken: (options?: { forceRefresh?: boolean }) => Promise<string>;
}

/**
 * Tokens from authkit-react. Its errors are told apart as authkit-js 0.20 does: `LoginRequiredError` and a `RefreshError` that is
 * not transient end the session; everything else (a lost network is a plain TypeError there) is tried again.
 */
export function authKitReactSource({ getAccessToken }: AuthKitReactTokens): TokenSource {
  return {
    current: async () => await getAccessToken().catch(() => null),
    async refresh(): Promise<RefreshOutcome> {
      try {
        return { kind: "token", token: await getAccessToken({ forceRefresh: true }) };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** The name of `LoginRequiredError` is plain `Error` in every release so far; its class is not exported by every release. */
function outcomeOf(error: unknown): RefreshOutcome {
  const { message, constructor, isTransient, status } = error as Error & {
    isTransient?: boolean;
    status?: number;
  };
  const reason = message || String(error);
  if (
    isTransient === false ||
    constructor.name === "LoginRequiredError" ||
    /no access token available/i.test(reason)
  )
    return { kind: "ended", reason };
  return {
    kind: "transient",
    reason: status === undefined ? reason : `WorkOS answered ${status}: ${reason}`,
  };
}
