import type { RefreshOutcome, TokenSource } from "../connection/token-source.ts";

/** What of `useAuth()` of authkit-react is used. */
export interface AuthKitReactTokens {
  /** While it is true, authkit-react's functions do nothing, and say that nobody is signed in (`NOOP_CLIENT` in its provider.tsx). */
  isLoading: boolean;
  getAccessToken: (options?: { forceRefresh?: boolean }) => Promise<string>;
}

/** Tokens from authkit-react. @param onRefresh is told when a new one came */
export function authKitReactSource(
  { isLoading, getAccessToken }: AuthKitReactTokens,
  onRefresh: () => void,
): TokenSource {
  return {
    current: async () => await getAccessToken().catch(() => null),
    async refresh(): Promise<RefreshOutcome> {
      if (isLoading) return { kind: "transient", reason: "AuthKit is starting." };
      try {
        const token = await getAccessToken({ forceRefresh: true });
        onRefresh();
        return { kind: "token", token };
      } catch (error) {
        const { message, status } = error as RefreshError;
        const reason = message || String(error);
        if (isSessionOver(error)) return { kind: "ended", reason };
        return { kind: "transient", reason: status ? `WorkOS answered ${status}: ${reason}` : reason };
      }
    },
  };
}

type RefreshError = Error & { isTransient?: boolean; status?: number };

/**
 * Whether an error of `getAccessToken` ends the session. As authkit-js 0.20 tells them apart: `LoginRequiredError` and a
 * `RefreshError` that is not transient do; everything else (a lost network is a plain TypeError there) is tried again.
 *
 * The name of `LoginRequiredError` is plain `Error` in every release so far; its class is not exported by every release.
 */
export function isSessionOver(error: unknown): boolean {
  const { message, isTransient } = error as RefreshError;
  return isTransient === false || /no access token available/i.test(message);
}
