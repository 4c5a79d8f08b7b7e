import { ConvexProviderWithAuthKit } from "@convex-dev/workos";
import { type ConvexReactClient, ConvexProviderWithAuth } from "convex/react";
import { type ReactNode, useCallback, useEffect, useReducer, useRef, useState } from "react";

/** The session of a page with an auth provider such as AuthKit: one user, one token at a time. */
export interface Session {
  /** The token it has, as it is. */
  token(): Promise<string>;
  /** A new token from the provider. */
  refresh(): Promise<string>;
  /** Writes down that the client asked. */
  asked(): void;
}

type Fetch = (args: { forceRefreshToken: boolean }) => Promise<string | null>;
type Auth = { isLoading: boolean; isAuthenticated: boolean; fetchAccessToken: Fetch };

/** An app whose hook has one of the shapes that are met in real apps. */
export type App = (props: { client: ConvexReactClient; session: Session; children: ReactNode }) => ReactNode;

/** An app around a hook of its own. */
function withHook(useHook: (session: Session) => Auth): App {
  return function Wired({ client, session, children }) {
    const useAuth = useCallback(() => useHook(session), [session]);
    return (
      <ConvexProviderWithAuth client={client} useAuth={useAuth}>
        {children}
      </ConvexProviderWithAuth>
    );
  };
}

function fetchFrom(session: Session): Fetch {
  return async ({ forceRefreshToken }) => {
    session.asked();
    return forceRefreshToken ? session.refresh() : session.token();
  };
}

const signedIn = { isLoading: false, isAuthenticated: true };

const stable = withHook(stableAuth);

const newFetchEachRender = withHook((session) => ({ ...signedIn, fetchAccessToken: fetchFrom(session) }));

const loadingMirrorsRefresh = withHook((session) => {
  const [isLoading, setIsLoading] = useState(false);
  const fetchAccessToken = useCallback<Fetch>(
    async (args) => {
      if (args.forceRefreshToken) setIsLoading(true);
      const token = await fetchFrom(session)(args);
      setIsLoading(false);
      return token;
    },
    [session],
  );
  return { isLoading, isAuthenticated: true, fetchAccessToken };
});

const authenticatedNeedsToken = withHook((session) => {
  const [token, setToken] = useState<string | null>("token");
  const [isLoading, setIsLoading] = useState(false);
  const fetchAccessToken = useCallback<Fetch>(
    async (args) => {
      if (args.forceRefreshToken) setIsLoading(true);
      const fetched = await fetchFrom(session)(args);
      setToken(fetched);
      setIsLoading(false);
      return fetched;
    },
    [session],
  );
  return { isLoading, isAuthenticated: token !== null && !isLoading, fetchAccessToken };
});

const dependsOnToken = withHook((session) => {
  const [token, setToken] = useState<string | null>(null);
  const fetchAccessToken = useCallback<Fetch>(
    async (args) => {
      const fetched = await fetchFrom(session)(args);
      if (args.forceRefreshToken) setToken(fetched);
      return fetched;
    },
    // eslint-disable-next-line -- this is the shape under test
    [session, token],
  );
  return { ...signedIn, fetchAccessToken };
});

const dependsOnUser = withHook((session) => {
  const [user, setUser] = useState({ id: "user_01ADA" });
  const fetchAccessToken = useCallback<Fetch>(
    async (args) => {
      const fetched = await fetchFrom(session)(args);
      if (args.forceRefreshToken) setUser({ id: user.id });
      return fetched;
    },
    [session, user],
  );
  return { ...signedIn, fetchAccessToken };
});

/** Is loading again from the event `loading` to the event `loaded`. */
const loadingAgain = withHook((session) => {
  const [isLoading, setIsLoading] = useState(false);
  useEffect(() => {
    addEventListener("loading", () => setIsLoading(true));
    addEventListener("loaded", () => setIsLoading(false));
  }, []);
  return { ...stableAuth(session), isLoading };
});

function stableAuth(session: Session): Auth {
  return {
    ...signedIn,
    fetchAccessToken: useCallback<Fetch>((args) => fetchFrom(session)(args), [session]),
  };
}

/** Serves what a ref holds, whatever is asked for. */
const tokenInRef = withHook((session) => {
  const token = useRef<string | null>(null);
  const fetchAccessToken = useCallback<Fetch>(async () => {
    session.asked();
    token.current ??= await session.token();
    return token.current;
  }, [session]);
  return { ...signedIn, fetchAccessToken };
});

const throwing = withHook((session) => ({
  ...signedIn,
  fetchAccessToken: useCallback<Fetch>(async () => {
    session.asked();
    throw new Error("429 Too Many Requests");
  }, [session]),
}));

/** What authkit-react's `useAuth` gives, as far as `@convex-dev/workos` reads it. */
function useAuthKit(session: Session, fails = false) {
  const getAccessToken = useCallback(async () => {
    session.asked();
    if (fails) throw new Error("429 Too Many Requests");
    return session.token();
  }, [session, fails]);
  return { isLoading: false, user: { id: "user_01ADA" }, getAccessToken };
}

type UseAuth = Parameters<typeof ConvexProviderWithAuthKit>[0]["useAuth"];

function withAuthKit(useHook: (session: Session) => object): App {
  return function Wired({ client, session, children }) {
    const useAuth = useCallback(() => useHook(session), [session]);
    return (
      <ConvexProviderWithAuthKit client={client} useAuth={useAuth as unknown as UseAuth}>
        {children}
      </ConvexProviderWithAuthKit>
    );
  };
}

const authKit = withAuthKit((session) => useAuthKit(session));
const authKitFails = withAuthKit((session) => useAuthKit(session, true));
const authKitUnstable = withAuthKit((session) => ({
  isLoading: false,
  user: { id: "user_01ADA" },
  getAccessToken: async () => {
    session.asked();
    return session.token();
  },
}));

/** A hook that is new at each render, under a parent that renders again and again. */
const authKitInline: App = ({ client, session, children }) => {
  const [renders, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (renders < 20) setTimeout(again);
  }, [renders]);
  return (
    <ConvexProviderWithAuthKit client={client} useAuth={(() => useAuthKit(session)) as unknown as UseAuth}>
      {children}
    </ConvexProviderWithAuthKit>
  );
};

/** By name. */
export const APPS: Record<string, App> = {
  stable,
  newFetchEachRender,
  loadingMirrorsRefresh,
  authenticatedNeedsToken,
  dependsOnToken,
  dependsOnUser,
  loadingAgain,
  tokenInRef,
  throwing,
  authKit,
  authKitFails,
  authKitUnstable,
  authKitInline,
};
