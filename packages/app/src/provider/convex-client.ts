import { ConvexReactClient, type ConvexReactClientOptions } from "convex/react";
import { listenToLogger, type Refusals } from "./refusals.ts";

const refusalsOf = new WeakMap<object, Refusals>();

/**
 * Makes the client as the hand-off needs it. These are options of the constructor; none can be set later:
 *
 * - `expectAuth`: nothing is asked before it is known who asks, so that no query runs signed out first. Signed-out visitors are
 *   let through as soon as AuthKit has said so.
 * - `initialAuthTokenReuse` (convex 1.42.1): the token of the page load is used until it expires. Without it every page load
 *   costs a forced refresh at WorkOS.
 * - `logger`: Convex's reason for refusing a token is told to the logger only, and only in some cases to the console.
 *
 * @param url the deployment's URL, `NEXT_PUBLIC_CONVEX_URL` or `VITE_CONVEX_URL`
 * @param options what else the constructor takes; yours win
 */
export function createConvexClient(url: string, options: ConvexReactClientOptions = {}): ConvexReactClient {
  const { logger, refusals } = listenToLogger(options.logger);
  const client = new ConvexReactClient(url, {
    expectAuth: true,
    initialAuthTokenReuse: true,
    ...options,
    logger,
  });
  refusalsOf.set(client, refusals);
  return client;
}

/** Convex's words about the tokens it refused; null for a client that was made elsewhere. */
export function refusalsBy(client: ConvexReactClient): Refusals | null {
  return refusalsOf.get(client) ?? null;
}

/**
 * The options that a client made elsewhere lacks, for a warning in development.
 *
 * @returns their names; empty where the client is not of the kind whose options can be seen
 */
export function missingOptions(client: ConvexReactClient): string[] {
  const options = (client as unknown as { options?: ConvexReactClientOptions }).options;
  if (typeof options !== "object" || refusalsOf.has(client)) return [];
  return (["expectAuth", "initialAuthTokenReuse"] as const).filter((name) => options[name] !== true);
}
