import { ConvexProviderWithAuthKit } from "@convex-dev/workos";
import { AuthKitProvider as PlainAuthKitProvider, useAuth } from "@workos-inc/authkit-react";
import { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";
import { AuthKitProvider, ConvexAuthKitProvider } from "convex-authkit/react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";

type Provider = (props: { children: ReactNode }) => ReactNode;

const { VITE_CONVEX_URL, VITE_WORKOS_CLIENT_ID, VITE_WORKOS_REDIRECT_URI } = import.meta.env;
const { VITE_WORKOS_API_HOSTNAME, VITE_WORKOS_API_PORT } = import.meta.env;

const AUTHKIT = {
  clientId: VITE_WORKOS_CLIENT_ID,
  redirectUri: VITE_WORKOS_REDIRECT_URI,
  apiHostname: VITE_WORKOS_API_HOSTNAME,
  https: false,
  port: Number(VITE_WORKOS_API_PORT),
};

/** As the documentation has it: a client made in the module, without options. */
let client: ConvexReactClient | undefined;
const plainClient = (): ConvexReactClient => (client ??= new ConvexReactClient(VITE_CONVEX_URL));

type Fetch = (options: { forceRefreshToken: boolean }) => Promise<string | null>;

/** A provider around a hook of an app's own. */
function withHook(
  useHook: () => { isLoading: boolean; isAuthenticated: boolean; fetchAccessToken: Fetch },
): Provider {
  return function HookProvider({ children }) {
    return (
      <PlainAuthKitProvider {...AUTHKIT}>
        <ConvexProviderWithAuth client={plainClient()} useAuth={useHook}>
          {children}
        </ConvexProviderWithAuth>
      </PlainAuthKitProvider>
    );
  };
}

/** The documentation's way, and the template's, whose local copy has the same shape. */
const official: Provider = ({ children }) => (
  <PlainAuthKitProvider {...AUTHKIT}>
    <ConvexProviderWithAuthKit client={plainClient()} useAuth={useAuth}>
      {children}
    </ConvexProviderWithAuthKit>
  </PlainAuthKitProvider>
);

/** What is mostly written by those who notice that `forceRefreshToken` is ignored: obeyed, and null for every error. */
const forced = withHook(function useForcedAuth() {
  const { isLoading, user, getAccessToken } = useAuth();
  const fetchAccessToken = useCallback<Fetch>(
    async ({ forceRefreshToken }) => {
      try {
        return await getAccessToken({ forceRefresh: forceRefreshToken });
      } catch {
        return null;
      }
    },
    [getAccessToken],
  );
  return useMemo(
    () => ({ isLoading, isAuthenticated: user !== null, fetchAccessToken }),
    [isLoading, user, fetchAccessToken],
  );
});

/** The token in a ref, given to Convex whatever it asks for; a token is fetched when the user changes. */
const tokenInRef = withHook(function useTokenInRef() {
  const { isLoading, user, getAccessToken } = useAuth();
  const [accessToken, setAccessToken] = useState<string | null>(null);
  const stable = useRef<string | null>(null);
  useEffect(() => {
    if (user !== null) void getAccessToken().then(setAccessToken, () => setAccessToken(null));
  }, [user, getAccessToken]);
  if (accessToken !== null) stable.current = accessToken;
  const fetchAccessToken = useCallback<Fetch>(async () => stable.current, []);
  const loading = isLoading || (user !== null && accessToken === null);
  return { isLoading: loading, isAuthenticated: user !== null && accessToken !== null, fetchAccessToken };
});

const ours: Provider = ({ children }) => (
  <AuthKitProvider {...AUTHKIT}>
    <ConvexAuthKitProvider url={VITE_CONVEX_URL}>{children}</ConvexAuthKitProvider>
  </AuthKitProvider>
);

/** By the name in `../vite.ts`. */
export const PROVIDERS: Record<string, Provider> = { official, forced, tokenInRef, ours };
