import type { ConvexReactClient } from "convex/react";

type SetAuth = Parameters<ConvexReactClient["setAuth"]>;

/** What Convex's client reports about the token it was given. */
export interface AuthReport {
  /** Convex accepted the token, or has given up on it. */
  onChange(accepted: boolean): void;
  /** Convex refused a token it had accepted before, and waits for another. */
  onRefreshing(refreshing: boolean): void;
  /** Convex was told to forget the token. */
  onClear(): void;
}

/** A Convex client whose authentication can be watched, and begun anew without a flash. */
export interface CapturedClient {
  /**
   * Has Convex fetch the token anew. While it holds an accepted one nobody notices: the socket stays open, the state stays
   * authenticated. After it has given up, this is the only way back short of a reload.
   */
  reauthenticate(): void;
  /** Lets a client with `expectAuth` begin for a visitor who is signed out: nobody else would call `setAuth`. */
  letThrough(): void;
  /** Puts the client's own methods back. */
  release(): void;
}

/**
 * Watches what `ConvexProviderWithAuth` does with a client. The methods of the instance are replaced, since neither the client nor
 * the provider tells anybody else.
 */
export function captureClient(client: ConvexReactClient, report: AuthReport): CapturedClient {
  const setAuth = client.setAuth.bind(client);
  const clearAuth = client.clearAuth.bind(client);
  let current: SetAuth | null = null;

  client.setAuth = (fetchToken, onChange, onRefreshChange) => {
    current = [
      fetchToken,
      (accepted) => {
        onChange?.(accepted);
        report.onChange(accepted);
      },
      (refreshing) => {
        onRefreshChange?.(refreshing);
        report.onRefreshing(refreshing);
      },
    ];
    setAuth(...current);
  };
  client.clearAuth = () => {
    current = null;
    clearAuth();
    report.onClear();
  };

  return {
    reauthenticate() {
      if (current !== null) setAuth(...current);
    },
    letThrough() {
      if (current === null) setAuth(async () => null);
    },
    release() {
      // What the instance had before were the methods of its class.
      const own: Partial<ConvexReactClient> = client;
      delete own.setAuth;
      delete own.clearAuth;
    },
  };
}
