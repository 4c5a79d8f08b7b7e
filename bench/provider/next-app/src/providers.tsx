"use client";

import { AuthKitProvider, useAccessToken, useAuth } from "@workos-inc/authkit-nextjs/components";
import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { type ReactNode, useCallback, useRef, useState } from "react";

const CONVEX_URL = process.env.NEXT_PUBLIC_CONVEX_URL ?? "";

interface Children {
  children: ReactNode;
}

/** The hook of Convex's documentation for Next.js, which its template has as well: a forced token is a refresh, an error is null. */
function useForcedAuth() {
  const { user, loading } = useAuth();
  const { getAccessToken, refresh } = useAccessToken();
  const fetchAccessToken = useCallback(
    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {
      if (user === null) return null;
      try {
        const token = forceRefreshToken ? await refresh() : await getAccessToken();
        return token ?? null;
      } catch {
        return null;
      }
    },
    [user, refresh, getAccessToken],
  );
  return { isLoading: loading, isAuthenticated: user !== null, fetchAccessToken };
}

/** The hook that earlier documentation had, and that is in many apps: the last token in a ref, whatever Convex asks for. */
function useTokenInRef() {
  const { user, loading } = useAuth();
  const { accessToken, loading: tokenLoading, error } = useAccessToken();
  const isLoading = loading || tokenLoading;
  const last = useRef<string | null>(null);
  if (accessToken !== undefined && error === null) last.current = accessToken;
  const fetchAccessToken = useCallback(async () => (error === null ? last.current : null), [error]);
  return {
    isLoading,
    isAuthenticated: user !== null && accessToken !== undefined && !isLoading,
    fetchAccessToken,
  };
}

/** authkit-nextjs and Convex, joined by a hook of an app's own. */
function HookProvider({
  useHook,
  expectAuth = false,
  children,
}: Children & { useHook: typeof useForcedAuth; expectAuth?: boolean }) {
  const [client] = useState(() => new ConvexReactClient(CONVEX_URL, { expectAuth }));
  return (
    <AuthKitProvider>
      <ConvexProviderWithAuth client={client} useAuth={useHook}>
        {children}
      </ConvexProviderWithAuth>
    </AuthKitProvider>
  );
}

export function DocumentationProvider({ children }: Children) {
  return <HookProvider useHook={useForcedAuth}>{children}</HookProvider>;
}

/** @param props.expectAuth whether the server has a session: queries wait for the token then */
export function TemplateProvider({ expectAuth, children }: Children & { expectAuth: boolean }) {
  return (
    <HookProvider useHook={useForcedAuth} expectAuth={expectAuth}>
      {children}
    </HookProvider>
  );
}

export function TokenInRefProvider({ children }: Children) {
  return <HookProvider useHook={useTokenInRef}>{children}</HookProvider>;
}
