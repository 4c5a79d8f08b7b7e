import type { Location } from "../location.ts";
import type { Stage } from "../stage.ts";

/** Where the app tells AuthKit to return to, per stage, and what else it tells AuthKit about addresses. */
export interface RedirectUrisFact {
  stages: Record<Stage, StageRedirectUris>;
  /**
   * What the stage's section of convex.json registers at WorkOS; null where it registers no redirect URI, so that only
   * the dashboard knows.
   */
  registered: Record<Stage, RegisteredUri[] | null>;
  /** `<AuthKitProvider>` of authkit-react, wherever it stands. */
  spaProviders: SpaProvider[];
  /** Calls that end the session, with where they return to. */
  signOuts: SignOutCall[];
  /** Whether `handleAuth` is given a `baseURL`; `none` only where every call was read. */
  callbackBaseUrl: "given" | "none" | "unknown";
  /** Authorization URLs that are put together by hand. */
  handBuiltUrls: HandBuiltUrl[];
}

/** One redirect URI that convex.json registers. */
export interface RegisteredUri {
  /** With variables by name, as in {@link SentRedirectUri.text}; null where it cannot be told. */
  text: string | null;
  location: Location;
}

/** What one stage sends. */
export interface StageRedirectUris {
  sent: SentRedirectUri[];
  /** Whether nothing else is sent. */
  complete: boolean;
  /** Why more may be sent; completes "not checked, because …". Empty when complete. */
  because: string;
  /** Whether code gives one that cannot be told, so that no variable's value would help; absent where it does not. */
  hiddenInCode?: true;
  /** What example files (`.env.example`) say, where nothing better is in evidence. */
  examples: SentRedirectUri[];
}

/**
 * One redirect URI. Values that only a build or a browser knows are written as `${VERCEL_BRANCH_URL}` or
 * `${window.location.origin}`.
 */
export interface SentRedirectUri {
  text: string;
  /** Scheme, host and port, with variables as in `text`; null for custom schemes and what is no address. */
  origin: string | null;
  /** null where a variable may hold a part of it. */
  pathname: string | null;
  /** Names of the variables in `text`; empty for a plain address. */
  variables: string[];
  /** What gives it. */
  from:
    | "proxy-option"
    | "call-option"
    | "provider"
    | "configuration"
    | "environment"
    | "convex-json"
    | "default"
    | "example";
  /** The environment variable that holds it; null when it is put together in code. */
  variable: string | null;
  location: Location;
}

/** One `<AuthKitProvider>` of authkit-react. */
export interface SpaProvider {
  location: Location;
  /** Per stage, whether it gets a host name of an own authentication API. */
  apiHostname: Record<Stage, Given>;
  devMode: Record<Stage, Given>;
}

/** Whether a setting is given: a value, none, or something that cannot be told. */
export type Given = "given" | "none" | "unknown";

/** A call that ends the session. */
export interface SignOutCall {
  /** The package whose function it is. */
  package: string;
  returnTo: "none" | "relative" | "absolute" | "unknown";
  /** What `returnTo` is, where it is a plain text. */
  text: string | null;
  location: Location;
}

/** An authorization URL that is put together by hand. */
export interface HandBuiltUrl {
  /** Whether the code around it names a provider, connection or organization. */
  selectsConnection: boolean;
  /** Whether the code around it carries a PKCE challenge or a state. */
  isProtected: boolean;
  location: Location;
}
