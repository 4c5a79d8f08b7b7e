"use client";

import { AuthKitProvider, useAccessToken, useAuth } from "@workos-inc/authkit-nextjs/components";
import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { useCallback, useMemo, type ReactNode } from "react";

const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!, { initialAuthTokenReuse: true });

export function Providers({ children }: { children: ReactNode }) {
  return (
    <AuthKitProvider>
      <ConvexProviderWithAuth client={convex} useAuth={useAuthFromAuthKit}>
        {children}
      </ConvexProviderWithAuth>
    </AuthKitProvider>
  );
}

function useAuthFromAuthKit() {
  const { user, loading } = useAuth();
  const { getAccessToken, refresh } = useAccessToken();
  const userId = user?.id;

  const fetchAccessToken = useCallback(
    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {
      if (userId === undefined) return null;
      // A failed refresh is tried again: Convex takes null for a sign-out, and a throw stops its socket.
      for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {
        try {
          const token = forceRefreshToken ? await refresh() : await getAccessToken();
          return token ?? null;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
    },
    [userId, getAccessToken, refresh],
  );

  return useMemo(
    () => ({ isLoading: loading, isAuthenticated: userId !== undefined, fetchAccessToken }),
    [loading, userId, fetchAccessToken],
  );
}
