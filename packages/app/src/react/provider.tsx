import { useAuth } from "@workos-inc/authkit-react";
import { type ReactNode, useMemo } from "react";
import type { AuthKitSession } from "../provider/authkit-session.ts";
import {
  ConvexConnectionProvider,
  type ConvexConnectionProps,
} from "../provider/convex-connection-provider.tsx";
import { authKitReactSource } from "./authkit-react-source.ts";

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
  const { isLoading, user, organizationId, getAccessToken } = useAuth();
  const session = useMemo<AuthKitSession>(
    () => sessionOf(isLoading, user, organizationId),
    [isLoading, user, organizationId],
  );
  return (
    <ConvexConnectionProvider {...props} session={session} source={authKitReactSource({ getAccessToken })} />
  );
}

type Auth = ReturnType<typeof useAuth>;

function sessionOf(
  isLoading: boolean,
  user: Auth["user"],
  organizationId: Auth["organizationId"],
): AuthKitSession {
  if (isLoading) return { status: "loading" };
  if (user === null) return { status: "signed-out" };
  return { status: "signed-in", user, sessionId: null, organizationId };
}
