import type { Location } from "../location.ts";

/** The URLs an app answers, in whatever way its framework declares them. */
export interface RoutesFact {
  /**
   * Whether a path without a route here is known to have none. False for pathname switches that could not be
   * evaluated and for catch-all servers.
   */
  complete: boolean;
  /** Whether the server needs a route for a path to exist (Next.js), or any path yields the same page (a SPA). */
  routing: "server" | "client";
  routes: Route[];
}

/** One route. */
export interface Route {
  /** URL pattern: `/notes/[id]`, `/[...slug]`; route groups and pathless segments removed. */
  path: string;
  file: string;
  kind: "page" | "handler";
  /** For handlers: the exported methods with what each is known to do. */
  methods: RouteMethod[];
}

/** One HTTP method of a route handler. */
export interface RouteMethod {
  method: string;
  location: Location;
  /**
   * What running it does, followed through wrappers: `exchanges-code` (handleAuth), `ends-session` (signOut),
   * `redirects-to-sign-in`, `redirects-to-sign-up`.
   */
  effects: RouteEffect[];
  /** Whether it refuses prefetches before doing anything (looks at `next-router-prefetch`, `purpose` or the like). */
  refusesPrefetch: boolean;
}

export type RouteEffect = "exchanges-code" | "ends-session" | "redirects-to-sign-in" | "redirects-to-sign-up";
