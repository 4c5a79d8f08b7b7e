import { useAuth } from "@workos-inc/authkit-react";
import { type ReactNode, useMemo, useReducer } from "react";
import type { AuthKitSession } from "../provider/authkit-session.ts";
import {
  ConvexConnectionProvider,
  type ConvexConnectionProps,
} from "../provider/convex-connection-provider.tsx";
import { authKitReactSource } from "./authkit-react-source.ts";
import { useInterruptedStart } from "./interrupted-start.ts";

/** What `ConvexAuthKitProvider` takes: `url`, or `client` where the app makes its own. */
export type ConvexAuthKitProviderProps = ConvexConnectionProps;

/**
 * Joins authkit-react and Convex. Stands inside `AuthKitProvider` and takes the place of `ConvexProvider`.
 *
 * @example
 * ```tsx
 * <AuthKitProvider clientId={import.meta.env.VITE_WORKOS_CLIENT_ID} redirectUri={import.meta.env.VITE_WORKOS_REDIRECT_URI}>
 *   <ConvexAuthKitProvider url={import.meta.env.VITE_CONVEX_URL}>
 *     <App />
 *   </ConvexAuthKitProvider>
 * </AuthKitProvider>
 * ```
 */
export function ConvexAuthKitProvider(props: ConvexAuthKitProviderProps): ReactNode {
  const { isLoading, user: shown, organizationId, getUser, getAccessToken } = useAuth();
  const [, lookAgain] = useReducer((times: number) => times + 1, 0);
  // authkit-react shows another user only where `updatedAt` differs; authkit-js knows whose token it has.
  const user = shown && (getUser() ?? shown);
  const loading = useInterruptedStart(!isLoading && !user, getAccessToken) || isLoading;
  const session = useMemo<AuthKitSession>(() => {
    if (loading) return { status: "loading" };
    return user ? { status: "signed-in", user, sessionId: null, organizationId } : { status: "signed-out" };
  }, [loading, user, organizationId]);
  const source = authKitReactSource({ isLoading, getAccessToken }, lookAgain);
  return <ConvexConnectionProvider {...props} session={session} source={source} />;
}
