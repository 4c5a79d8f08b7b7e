"use client";

import { AuthKitProvider, useAuth } from "@workos-inc/authkit-nextjs/components";
import { type ComponentProps, type ReactNode, useMemo, useState } from "react";
import type { AuthKitSession } from "../provider/authkit-session.ts";
import {
  ConvexConnectionProvider,
  type ConvexConnectionProps,
} from "../provider/convex-connection-provider.tsx";
import { createAuthKitNextjsSource } from "./authkit-nextjs-source.ts";
import type { InitialAuth } from "./initial-auth.ts";

/** What `ConvexAuthKitProvider` takes. */
export interface ConvexAuthKitProviderProps extends ConvexConnectionProps {
  /**
   * What `await getInitialAuth()` gave in the layout. With it the page is signed in at its first render, and no request is made
   * for the session or the token. Without it both are asked for by server actions.
   */
  initialAuth?: InitialAuth | undefined;
  /** As in authkit-nextjs; off unless given. Its default reloads the page when a focus meets a lost network. */
  onSessionExpired?: ComponentProps<typeof AuthKitProvider>["onSessionExpired"];
}

/**
 * Joins authkit-nextjs and Convex. Holds `AuthKitProvider`, and takes the place of it and of `ConvexProvider`.
 *
 * @example
 * ```tsx
 * // app/layout.tsx
 * <ConvexAuthKitProvider url={process.env.NEXT_PUBLIC_CONVEX_URL} initialAuth={await getInitialAuth()}>
 *   {children}
 * </ConvexAuthKitProvider>
 * ```
 */
export function ConvexAuthKitProvider(props: ConvexAuthKitProviderProps): ReactNode {
  const { initialAuth, onSessionExpired = false, children, ...connection } = props;
  return (
    <AuthKitProvider
      onSessionExpired={onSessionExpired}
      {...(initialAuth === undefined ? {} : { initialAuth: initialAuth.auth })}
    >
      <Connection {...connection} initialAuth={initialAuth}>
        {children}
      </Connection>
    </AuthKitProvider>
  );
}

function Connection({ initialAuth, ...connection }: ConvexAuthKitProviderProps): ReactNode {
  const { loading, user, sessionId, organizationId } = useAuth();
  const [source] = useState(() => createAuthKitNextjsSource(initialAuth?.accessToken ?? null));
  const session = useMemo<AuthKitSession>(() => {
    if (loading) return { status: "loading" };
    if (user === null) return { status: "signed-out" };
    return {
      status: "signed-in",
      user,
      sessionId: sessionId ?? null,
      organizationId: organizationId ?? null,
    };
  }, [loading, user, sessionId, organizationId]);
  const initial =
    initialAuth?.accessToken == null ? undefined : { token: initialAuth.accessToken, asOf: initialAuth.asOf };
  return <ConvexConnectionProvider {...connection} session={session} source={source} initial={initial} />;
}
