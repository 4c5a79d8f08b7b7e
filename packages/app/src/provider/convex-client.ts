import { ConvexReactClient, type ConvexReactClientOptions } from "convex/react";
import { listenToLogger, type Refusals } from "./refusals.ts";

const refusalsOf = /* @__PURE__ */ new WeakMap<object, Refusals>();

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

/** Convex's words about the tokens it refused; undefined for a client that was made elsewhere. */
export const refusalsBy = (client: ConvexReactClient): Refusals | undefined => refusalsOf.get(client);

/** The options of a client's constructor. It keeps them to itself, so a later release may hide them: then none are known. */
const optionsOf = (client: ConvexReactClient): ConvexReactClientOptions | undefined =>
  (client as unknown as { options?: ConvexReactClientOptions }).options;

/** Whether a token other than the one held can be handed to the client without a forced refresh in return. */
export function reusesInitialToken(client: ConvexReactClient): boolean {
  return optionsOf(client)?.initialAuthTokenReuse === true;
}

/** Says in the console which options a client made elsewhere lacks, once. Silent where the options cannot be seen. Development only. */
export function warnOfMissingOptions(client: ConvexReactClient): void {
  const options = optionsOf(client);
  if (options === undefined || warnedOf.has(client)) return;
  warnedOf.add(client);
  const missing = (["expectAuth", "initialAuthTokenReuse"] as const).filter((name) => options[name] !== true);
  if (missing.length > 0)
    console.warn(
      `convex-authkit: the ConvexReactClient you passed lacks ${missing.map((name) => `${name}: true`).join(" and ")}. ` +
        "They can only be given to its constructor. Without them a page load costs a forced refresh at WorkOS, or queries run before it is known who asks. Pass `url` instead of `client` to have both.",
    );
}

const warnedOf = /* @__PURE__ */ new WeakSet<ConvexReactClient>();
