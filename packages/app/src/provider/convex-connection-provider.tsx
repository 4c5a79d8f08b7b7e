import { ConvexProviderWithAuth, type ConvexReactClient } from "convex/react";
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { ConnectionEvent } from "../connection/connection-event.ts";
import type { TokenSource } from "../connection/token-source.ts";
import { type AuthKitSession, identityKey, settled } from "./authkit-session.ts";
import type { ConnectionState } from "./connection-state.ts";
import { type ConnectionStore, createConnectionStore } from "./connection-store.ts";
import { createConvexClient, missingOptions } from "./convex-client.ts";

/** What both providers take. */
export interface ConvexConnectionProps {
  /** The deployment's URL; a client with the right options is made for it. Must not change. */
  url?: string | undefined;
  /** A client made elsewhere, instead of `url`. */
  client?: ConvexReactClient | undefined;
  /** Is told what happens to the token and its acceptance. Holds no secret. */
  onEvent?: ((event: ConnectionEvent) => void) | undefined;
  children?: ReactNode;
}

interface Props extends ConvexConnectionProps {
  session: AuthKitSession;
  source: TokenSource;
  initial?: { token: string; asOf?: number | undefined } | undefined;
}

// A visitor's browser has no use for the whole sentence.
const NO_URL =
  process.env.NODE_ENV === "production"
    ? "ConvexAuthKitProvider: url is missing"
    : "ConvexAuthKitProvider has neither `url` nor `client`. Pass the deployment's URL: process.env.NEXT_PUBLIC_CONVEX_URL in Next.js, import.meta.env.VITE_CONVEX_URL in Vite. If you do, the variable is not set where the app is built.";

const StoreContext = createContext<ConnectionStore | null>(null);

interface AuthForConvex {
  isLoading: boolean;
  isAuthenticated: boolean;
  fetchAccessToken: (options: { forceRefreshToken: boolean }) => Promise<string | null>;
}

const AuthContext = createContext<AuthForConvex>({
  isLoading: true,
  isAuthenticated: false,
  fetchAccessToken: async () => null,
});

/** `ConvexProviderWithAuth` reads this as its `useAuth`; being always the same function it never begins anew by itself. */
const useAuthForConvex = (): AuthForConvex => useContext(AuthContext);

/** Joins a session of AuthKit, however an SDK tells of it, with Convex. */
export function ConvexConnectionProvider(props: Props): ReactNode {
  const { session: told, source, initial, onEvent, children } = props;
  const client = useClient(props);

  const [session, setSession] = useState(told);
  const next = settled(session, told);
  if (next !== session) setSession(next);

  // What an app hands in anew at every render must not make anything begin anew.
  const latest = useRef<Given>({ source, onEvent });

  const [store] = useState(() =>
    createConnectionStore({
      client,
      session: next,
      initial,
      source: {
        current: async () => await latest.current.source.current(),
        refresh: async () => await latest.current.source.refresh(),
      },
      onEvent: (event) => latest.current.onEvent?.(event),
      onRefusal:
        process.env.NODE_ENV === "production"
          ? null
          : ({ message, token }) =>
              void import("./explain-refusal.ts").then(async ({ sayRefusal }) => {
                await sayRefusal({ message, token, url: client.url });
              }),
    }),
  );

  const key = identityKey(next);
  const status = next.status;
  const auth = useMemo<AuthForConvex>(
    () => ({
      isLoading: status === "loading",
      isAuthenticated: status === "signed-in",
      fetchAccessToken: async (options) => (key === null ? null : await store.fetch(key, options)),
    }),
    [store, status, key],
  );

  return (
    <StoreContext.Provider value={store}>
      <AuthContext.Provider value={auth}>
        <Start store={store} session={next} latest={latest} given={{ source, onEvent }} />
        <ConvexProviderWithAuth client={client} useAuth={useAuthForConvex}>
          {children}
        </ConvexProviderWithAuth>
      </AuthContext.Provider>
    </StoreContext.Provider>
  );
}

interface Given {
  source: TokenSource;
  onEvent: ((event: ConnectionEvent) => void) | undefined;
}

/**
 * Stands before Convex's provider, so that its effects come first: Convex asks for a token as soon as it is mounted, and must then
 * find the client watched, the session known, and the SDK's functions of this render.
 */
function Start(props: {
  store: ConnectionStore;
  session: AuthKitSession;
  latest: RefObject<Given>;
  given: Given;
}): null {
  const { store, session, latest, given } = props;
  useEffect(() => {
    latest.current = given;
  });
  useEffect(() => store.start(), [store]);
  useEffect(() => store.setSession(session), [store, session]);
  return null;
}

function useClient({ url, client }: ConvexConnectionProps): ConvexReactClient {
  const [made] = useState(() => {
    if (client !== undefined) return client;
    if (!url) throw new Error(NO_URL);
    return createConvexClient(url);
  });
  useEffect(() => {
    if (process.env.NODE_ENV === "production") return;
    const missing = missingOptions(made);
    if (missing.length > 0)
      console.warn(
        `convex-authkit: the ConvexReactClient you passed lacks ${missing.map((name) => `${name}: true`).join(" and ")}. ` +
          "They can only be given to its constructor. Without them a page load costs a forced refresh at WorkOS, or queries run before it is known who asks. Pass `url` instead of `client` to have both.",
      );
  }, [made]);
  return made;
}

/**
 * The state of the hand-off, layer by layer: WorkOS's session, its token, Convex's acceptance; why the last thing failed, and
 * `retry()`.
 *
 * @throws {Error} outside of a `ConvexAuthKitProvider`
 */
export function useConvexAuthKit(): ConnectionState {
  const store = useConnectionStore();
  return useSyncExternalStore(store.subscribe, store.state, store.state);
}

/** The store behind the provider, for the debug page. @throws {Error} outside of a provider */
export function useConnectionStore(): ConnectionStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error("This component is not below a ConvexAuthKitProvider.");
  return store;
}
