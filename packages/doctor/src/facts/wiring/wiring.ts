import type { Location } from "../location.ts";

/**
 * How an app connects AuthKit to Convex: providers, clients, and the hook that hands tokens over. Everything is read
 * from source without running it; what could not be followed is `unknown` (or null) and must never be taken for a fault.
 */
export interface WiringFact {
  /** Every place where Convex is given a source of tokens. */
  tokenHandOvers: TokenHandOver[];
  /** Every `AuthKitProvider` element of a WorkOS SDK. */
  authKitProviders: AuthKitProvider[];
  /** Every Convex client that is created. */
  convexClients: ConvexClientCreation[];
  /** Every plain `<ConvexProvider>`. */
  plainProviders: Location[];
  /** Uses of what only works below an auth provider: `useConvexAuth`, `<Authenticated>` and its siblings. */
  convexAuthUses: { name: string; location: Location }[];
  /** Every place where a property is read from AuthKit's `useAuth()` that this SDK's hook does not have. */
  foreignFields: ForeignField[];
  /** Calls of React hooks that their file neither imports nor declares. */
  undeclaredHooks: { name: string; location: Location; quote: string }[];
  /** Values imported from the server entry of authkit-nextjs into a `"use client"` module. */
  serverImports: { names: string[]; location: Location; quote: string }[];
  /** Whether anything is mentioned that may hand tokens over, resolved or not. Only its absence says something. */
  otherAuth: boolean;
}

/** Whether something is so; `unknown` when the source could not be followed that far. */
export type Tri = "yes" | "no" | "unknown";

/** The WorkOS SDKs that give a user interface its hooks. */
export type AuthKitSdk =
  | "@workos-inc/authkit-nextjs"
  | "@workos-inc/authkit-react"
  | "@workos/authkit-tanstack-react-start";

/** A place with the words that stand there. */
export interface Quoted {
  location: Location;
  /** The source line, shortened; credentials in it are cut out. */
  quote: string;
}

/** One place where Convex is given tokens. */
export interface TokenHandOver {
  /**
   * `server`: a `ConvexHttpClient`, or a `token` of `fetchQuery` and its siblings: one request each.
   * `ConvexAuthKitProvider`: that of `convex-authkit`, which has its own hook and client.
   */
  via:
    | "ConvexProviderWithAuth"
    | "ConvexProviderWithAuthKit"
    | "ConvexAuthKitProvider"
    | "setAuth"
    | "server";
  location: Location;
  quote: string;
  /** The client that gets them; null when it could not be told, or is none that keeps a connection. */
  client: ConvexClientCreation | null;
  /**
   * The SDK whose `useAuth` is passed to `ConvexProviderWithAuthKit` of `@convex-dev/workos`; null for all else, and
   * when it could not be told.
   */
  adapterHookOf: AuthKitSdk | null;
  /** The states that the `useAuth` hook may return, one for each `return`; empty when it could not be followed. */
  hooks: AuthHook[];
  /**
   * What stands where `ConvexProviderWithAuth` expects such a hook: `called` is `useAuth={useHook()}`, its state instead of the
   * hook; `sdk` is the SDK's own `useAuth`, whose state has other names. null for a hook, and for what could not be told.
   */
  notAHook: "called" | "sdk" | null;
  /** The function given to `setAuth`; null for all else, and when it could not be followed. */
  fetcher: TokenFetcher | null;
  /** For `setAuth` inside an effect; null elsewhere. */
  effect: {
    /** Whether the effect runs again when the captured token changes. */
    followsToken: Tri;
  } | null;
  /** For `setAuth`: whether the code around it repeats itself (a timer or a subscription). */
  repeats: boolean;
}

/** One state that a hook for `ConvexProviderWithAuth` returns. */
export interface AuthHook {
  /** The returned object. */
  location: Location;
  /** The AuthKit SDK that the state is made from; null when none was seen. */
  sdk: AuthKitSdk | null;
  /** Whether `isLoading` turns true while `useAccessToken()` refreshes, although user and token are there. */
  isLoadingMirrorsToken: Tri;
  /** Whether `isAuthenticated` turns false while `useAccessToken()` refreshes, although user and token are there. */
  isAuthenticatedMirrorsToken: Tri;
  /** Whether `isLoading` stays true after `useAccessToken()` failed. */
  tokenErrorIsLoading: Tri;
  /** Whether `isLoading` stays true for a signed-out visitor, who has no token. */
  signedOutIsLoading: Tri;
  /** Whether `isLoading` is true while somebody is signed in and nothing is under way. */
  settledIsLoading: Tri;
  /** Whether it can say that somebody is signed in. */
  canBeAuthenticated: Tri;
  /** Where `isLoading` and `isAuthenticated` are made up; null when not found. */
  isLoading: Quoted | null;
  isAuthenticated: Quoted | null;
  fetcher: TokenFetcher | null;
}

/** The function that Convex calls for a token. */
export interface TokenFetcher extends Quoted {
  /** Whether it is the same function from render to render. */
  identity: FetcherIdentity;
  /** What a forced fetch (`forceRefreshToken: true`) asks; empty when it asks nobody. */
  asksWhenForced: TokenSource[];
  /** What a fetch that is not forced asks. */
  asksOtherwise: TokenSource[];
  /** Calls of a forced fetch that make WorkOS issue a new token: `refresh()`, `getAccessToken({ forceRefresh: true })`. */
  forcedRefreshes: Quoted[];
  /** Whether a forced fetch only makes those calls while AuthKit's hook has no token. */
  refreshesOnlyWithoutToken: boolean;
  /** Calls that only read the SDK's token, on a forced fetch. */
  reads: Quoted[];
  /**
   * What all fetches return, when that can only be one value from outside of the function; null otherwise, and when it
   * could not be told.
   */
  onlyReturns: CapturedToken | null;
  /** Whether every fetch certainly returns null (or nothing). */
  onlyNull: boolean;
  /** Refreshes whose result is dropped while a token captured before is returned. */
  droppedRefreshes: { refresh: Quoted; returned: Quoted }[];
  /** Where null is returned after a failed call, whatever the failure was. */
  nullAfterFailure: Quoted[];
  /** Calls that throw when they fail, and whose failure leaves the function. */
  uncaught: Quoted[];
}

/** Whom a token is asked for. `refresh` reaches WorkOS; `sdk` is what the SDK has; `server` an own endpoint. */
export type TokenSource = "refresh" | "sdk" | "server" | "unknown";

/** A value from outside of the function. */
export interface CapturedToken extends Quoted {
  /**
   * - `read-once`: awaited before the function was made
   * - `hook`: a value of AuthKit's hook, of the render in which the function was made
   * - `state`: React state
   * - `ref`: the present value of a ref
   * - `parameter`: a prop or an argument
   */
  from: "read-once" | "hook" | "state" | "ref" | "parameter";
  /** Whether it was seen to come from AuthKit. */
  isAuthKit: boolean;
  /** How it is called. */
  name: string;
  /**
   * Whether the function is made anew when the value changes: `no` for one made once, `yes` where the value stands in
   * the dependencies.
   */
  follows: Tri;
}

/** How long a function lives. */
export type FetcherIdentity =
  /** Declared outside of components and hooks. */
  | { kind: "stable" }
  /** Memoized with these dependencies; null when they could not be read. */
  | { kind: "memoized"; dependencies: Dependency[] | null; location: Location }
  | { kind: "every-render" }
  | { kind: "unknown" };

/** One entry of a dependency list. */
export interface Dependency extends Quoted {
  name: string;
  /**
   * - `token`: a token that a forced refresh replaces
   * - `user`: AuthKit's whole `user` object
   * - `unstable`: a function or object made anew on every render
   */
  kind: "token" | "user" | "unstable" | "other" | "unknown";
}

/** One Convex client that is created. */
export interface ConvexClientCreation extends Quoted {
  className: "ConvexReactClient" | "ConvexClient" | "BaseConvexClient";
  /** The option; `no` also when it is not there. */
  initialAuthTokenReuse: Tri;
  /** The option as written; `dynamic` for a value that depends on something. */
  expectAuth: "absent" | "true" | "false" | "dynamic" | "unknown";
  /** Where it is made: `component` is the body of a component, run with every render. */
  createdIn: "module" | "memo" | "component" | "function";
}

/** One `AuthKitProvider` element. */
export interface AuthKitProvider extends Quoted {
  package: AuthKitSdk;
  /** By name. */
  props: Record<string, Prop>;
  /** Whether there may be more props than those (a spread). */
  open: boolean;
}

/** A prop of an element. */
export interface Prop extends Quoted {
  /**
   * The value: text (with environment variables), a boolean, or neither. `development` and `production` differ where
   * the expression asks for the mode, e.g. `process.env.NODE_ENV !== "production"`.
   */
  text: PropText | null;
  inDevelopment: Tri;
  inProduction: Tri;
}

/** Text made of literals and environment variables, with what is used where a variable is not set. */
export interface PropText {
  parts: ({ text: string } | { env: string })[];
  /** The right side of `||` or `??`. */
  fallback: PropText | null;
}

/** A property that the SDK's hook does not have. */
export interface ForeignField extends Quoted {
  sdk: AuthKitSdk;
  /** The property that is read. */
  field: string;
  /** What the hook calls it. */
  instead: string;
}
