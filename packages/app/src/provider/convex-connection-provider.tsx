import { ConvexProviderWithAuth, type ConvexReactClient } from "convex/react";
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { ConnectionEvent } from "../connection/connection-event.ts";
import type { TokenSource } from "../connection/token-source.ts";
import type { AuthKitSession } from "./authkit-session.ts";
import type { ConnectionState } from "./connection-state.ts";
import { type AuthForConvex, type ConnectionStore, createConnectionStore } from "./connection-store.ts";
import { createConvexClient, warnOfMissingOptions } from "./convex-client.ts";

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
    ? "ConvexAuthKitProvider: no url"
    : "ConvexAuthKitProvider has neither `url` nor `client`. Pass the deployment's URL: process.env.NEXT_PUBLIC_CONVEX_URL in Next.js, import.meta.env.VITE_CONVEX_URL in Vite. If you do, the variable is not set where the app is built.";

const StoreContext = createContext<ConnectionStore | null>(null);

/** `ConvexProviderWithAuth` reads this as its `useAuth`; being always the same function it never begins anew by itself. */
function useAuthForConvex(): AuthForConvex {
  const store = useConnectionStore();
  return useSyncExternalStore(store.subscribe, store.auth, store.auth);
}

/** Joins a session of AuthKit, however an SDK tells of it, with Convex. */
export function ConvexConnectionProvider(props: Props): ReactNode {
  const { session, initial, children } = props;
  const client = useClient(props);
  // What an app hands in anew at every render must not make anything begin anew.
  const latest = useRef(props);

  const [store] = useState(() =>
    createConnectionStore({
      client,
      session,
      initial,
      source: () => latest.current.source,
      onEvent: (event) => latest.current.onEvent?.(event),
      explain:
        process.env.NODE_ENV === "production"
          ? null
          : async (refusal) =>
              await (await import("./explain-refusal.ts")).sayRefusal({ ...refusal, url: client.url }),
    }),
  );

  return (
    <StoreContext.Provider value={store}>
      <Start store={store} latest={latest} props={props} />
      <ConvexProviderWithAuth client={client} useAuth={useAuthForConvex}>
        {children}
      </ConvexProviderWithAuth>
    </StoreContext.Provider>
  );
}

/**
 * Stands before Convex's provider, so that its effects come first: Convex asks for a token as soon as it is mounted, and must then
 * find the client watched, the session known, and the SDK's functions of this render.
 */
function Start(given: { store: ConnectionStore; latest: RefObject<Props>; props: Props }): null {
  const { store, latest, props } = given;
  useEffect(() => {
    latest.current = props;
    store.setSession(props.session);
  });
  useEffect(() => store.start(), [store]);
  return null;
}

/**
 * Clients made here that no provider uses now, by URL. React may throw a first render away, run effects twice, or show a part of a
 * page again: none of that may open another socket. They stay open, as a client in a module of the app would.
 */
const idle = new Map<string, ConvexReactClient>();

function useClient({ url, client }: ConvexConnectionProps): ConvexReactClient {
  const [made] = useState(() => {
    if (client !== undefined) return client;
    if (!url) throw new Error(NO_URL);
    const spare = idle.get(url) ?? createConvexClient(url);
    idle.set(url, spare);
    return spare;
  });
  useEffect(() => {
    if (process.env.NODE_ENV !== "production") warnOfMissingOptions(made);
    // Which of the two an app passes does not change.
    if (client !== undefined) return;
    idle.delete(made.url);
    return () => void idle.set(made.url, made);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
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
  if (store === null) throw new Error("No ConvexAuthKitProvider above.");
  return store;
}
