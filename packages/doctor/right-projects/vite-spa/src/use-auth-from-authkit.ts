import { LoginRequiredError, useAuth } from "@workos-inc/authkit-react";
import { useCallback, useMemo } from "react";

/** Hands AuthKit's access token to Convex, a fresh one when Convex asks for it. */
export function useAuthFromAuthKit() {
  const { isLoading, user, getAccessToken } = useAuth();
  const userId = user?.id;

  const fetchAccessToken = useCallback(
    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {
      // A failed refresh is tried again: Convex takes null for a sign-out, and a throw stops its socket.
      for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {
        try {
          return await getAccessToken({ forceRefresh: forceRefreshToken });
        } catch (error) {
          if (error instanceof LoginRequiredError) return null;
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
    },
    [getAccessToken],
  );

  return useMemo(
    () => ({ isLoading, isAuthenticated: userId !== undefined, fetchAccessToken }),
    [isLoading, userId, fetchAccessToken],
  );
}
