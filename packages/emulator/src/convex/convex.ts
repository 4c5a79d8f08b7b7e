import type { Server } from "node:http";

/**
 * The Convex side: a deployment that runs the app's functions and accepts tokens as Convex would.
 *
 * Implemented by `createConvex(parts, options)`.
 */
export interface Convex {
  /** Opens everything, as `npx convex run --admin-key` and `setAdminAuth` send it. New at each start. */
  adminKey: string;
  /** Answers a request to the deployment's URL: `/api/query`, `/version` … */
  fetch(request: Request): Promise<Response>;
  /** Answers a request to the site URL: the app's HTTP actions. */
  fetchSite(request: Request): Promise<Response>;
  /** Takes the upgrades of the sync protocol on a server. @returns closes the sockets and lets go of the server */
  attach(server: Server): () => Promise<void>;
  /** The functions that are deployed, such as `notes:list`, and what is wrong with the last push, if anything. */
  deployment(): DeploymentState;
  /** The auth config by which the next token is judged, with the variables that faults leave; null: none. */
  authConfig(): Promise<unknown>;
  /** Sets a deployment variable as `npx convex env set` does: the auth config is evaluated anew. @throws {Error} with Convex's message */
  setVariable(name: string, value: string | null): Promise<void>;
  /** Empties the tables and drops every connection's identity; the functions stay. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** How the last push went. */
export interface DeploymentState {
  functions: { path: string; kind: "query" | "mutation" | "action"; visibility: "public" | "internal" }[];
  /** The auth config as it is stored, JSON; null: none deployed. */
  authConfig: unknown;
  /** Convex's message about the push that failed last; null: it went well. */
  problem: string | null;
  /** What the app's code uses that this side does not emulate, a sentence each. */
  notEmulated: string[];
}

/** How the Convex side is set up. */
export interface ConvexOptions {
  /** The folder of the project with `convex.json` or the `convex` package, absolute. */
  root: string;
  /** The folder of the functions relative to `root`: `functions` of convex.json, else `convex`. */
  functions: string;
  /** The deployment's variables. `CONVEX_CLOUD_URL` and `CONVEX_SITE_URL` are set by the emulator. */
  variables: Record<string, string>;
  /** Whether messages to clients are redacted as in production deployments. */
  redactMessages: boolean;
  /** Whether a missing `_generated` folder is written into the project. Without it, it exists in memory only. */
  writeGenerated: boolean;
  /** Whether saved files are pushed. */
  watch: boolean;
  /** The deployment's URL and its site URL, once the ports are known. */
  url: string;
  siteUrl: string;
  /**
   * Answers the JWKS URLs of the emulator's own environment (`https://<api host>/sso/jwks/<clientId>`); any other URL is fetched.
   * Null where the AuthKit side is off.
   */
  emulatedJwks:
    | ((url: string) => Promise<{ status: number; contentType: string; body: string }> | null)
    | null;
}
