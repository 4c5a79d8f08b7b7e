import type { Location } from "../location.ts";

/** The URLs an app answers, in whatever way its framework declares them. */
export interface RoutesFact {
  /**
   * Whether a path without a route here (and without one of the {@link RoutesFact.diversions}) is known to have
   * none. False for pathname switches, code-based routers and catch-all servers.
   */
  complete: boolean;
  /** Whether the server needs a route for a path to exist (Next.js), or any path yields the same page (a SPA). */
  routing: "server" | "client";
  /**
   * Prefix of every path, e.g. `/app` (`basePath` of Next.js, `base` of Vite); `""` for none, null when it cannot be
   * told. Not part of {@link Route.path}.
   */
  basePath: string | null;
  /** Path patterns (path-to-regexp syntax) that rewrites and redirects of the framework's or host's config divert. */
  diversions: string[];
  routes: Route[];
  /** Calls of AuthKit's server functions that rendering a page or running a handler leads to. */
  serverAuthCalls: ServerAuthCall[];
  /** What describes the site of a Next.js app to crawlers and browsers: `robots.txt`, `sitemap.xml` and the like. */
  metadata: MetadataRoute[];
  /** What `handleAuth()` of authkit-nextjs runs after a sign-in. */
  successHandlers: SuccessHandler[];
}

/** One route. */
export interface Route {
  /** URL pattern: `/notes/[id]`, `/[...slug]`; route groups and pathless segments removed. */
  path: string;
  file: string;
  kind: "page" | "handler";
  /** For handlers: the exported methods with what each is known to do. */
  methods: RouteMethod[];
  /** Whether it certainly answers no other method than these; absent when that cannot be told. */
  methodsComplete?: true;
}

/** One HTTP method of a route handler. */
export interface RouteMethod {
  method: string;
  location: Location;
  /**
   * What running it does, followed through wrappers: `exchanges-code` (handleAuth), `ends-session` (signOut),
   * `redirects-to-sign-in`, `redirects-to-sign-up`, `reads-signature` (of a webhook, by the header's name).
   */
  effects: RouteEffect[];
  /** Whether it refuses prefetches before doing anything (looks at `next-router-prefetch`, `purpose` or the like). */
  refusesPrefetch: boolean;
  /** Whether something in it could not be followed, so that it may do more; absent when all was. */
  opaque?: true;
  /** AuthKit's function that stands here by itself, where what it returns is the handler; absent elsewhere. */
  uncalled?: string;
}

export type RouteEffect =
  | "exchanges-code"
  | "ends-session"
  | "redirects-to-sign-in"
  | "redirects-to-sign-up"
  | "reads-signature";

/** A call of AuthKit's server functions, reached from a file that Next.js renders or runs. */
export interface ServerAuthCall {
  /** URL pattern of the entry; for a layout, that of its folder. */
  path: string;
  /** The file that Next.js renders or runs: page, layout, template, `not-found` or route handler. */
  file: string;
  kind: ServerEntryKind;
  /** Name under which the AuthKit package exports it. */
  call: "withAuth" | "getSignInUrl" | "getSignUpUrl" | "signOut";
  options: {
    /** Only of `withAuth`; null when it cannot be told. */
    ensureSignedIn: boolean | null;
  };
  /** Whether the call stands in a branch, so that a request may pass by it. */
  conditional: boolean;
  /** Whether a `try` around it catches what it throws. */
  guarded: boolean;
  /** Where the call is written; not always in {@link ServerAuthCall.file}. */
  location: Location;
}

export type ServerEntryKind = "page" | "layout" | "template" | "not-found" | "handler";

/** One address that describes the site. */
export interface MetadataRoute {
  path: string;
  file: string;
}

/** An `onSuccess` of `handleAuth()`. */
export interface SuccessHandler {
  /** URL pattern of the callback route. */
  path: string;
  location: Location;
  /** Whether an `onError` decides what a failed sign-in leads to; null when it cannot be told. */
  answersErrors: boolean | null;
  /** What it waits for and does not catch, in the order of the source. */
  uncaught: UncaughtFailure[];
}

/** Something that fails now and then, or always. */
export interface UncaughtFailure {
  /** A request to Convex, to WorkOS's API, or of `fetch`; `redirect()` of Next.js, which works by throwing; a `throw` that every run reaches. */
  fails: "convex" | "workos" | "fetch" | "redirect" | "throw";
  /** What is called, as written: `convex.mutation`; `throw` for the statement. */
  call: string;
  /** The source line. */
  quote: string;
  location: Location;
}
