/** Where the redirect URI is taken from. */
export interface RedirectUriOptions {
  /** The path of the callback route; `/callback` where absent. */
  path?: string;
  /** The production origin, such as `https://notes.example.com`, where it is not the one the host names. */
  productionOrigin?: string;
  /** The variables; those of the process where absent. */
  env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The redirect URI of this deployment: one function for development, preview and production, to be given to the proxy and to
 * `handleAuth`, with the same values in convex.json.
 *
 * - `NEXT_PUBLIC_WORKOS_REDIRECT_URI`, where it is set, outside of previews
 * - on Vercel, a preview is `https://$VERCEL_BRANCH_URL/callback`, as `https://${buildEnv.VERCEL_BRANCH_URL}/callback` in the
 *   `preview` section of convex.json registers it; production is `https://$VERCEL_PROJECT_PRODUCTION_URL/callback`
 * - on Netlify, a preview is `$DEPLOY_PRIME_URL/callback`, production `$URL/callback`
 * - otherwise development: `http://localhost:$PORT/callback`, 3000 where no port is set
 *
 * @throws {Error} on a preview whose host names no URL: any other one would be refused by WorkOS
 */
export function redirectUri(options: RedirectUriOptions = {}): string {
  const { path = "/callback", productionOrigin, env = process.env } = options;
  const at = (origin: string): string => new URL(path, origin).href;
  if (env["VERCEL_ENV"] === "preview") {
    const host = env["VERCEL_BRANCH_URL"] ?? env["VERCEL_URL"];
    if (host === undefined)
      throw new Error(
        "This is a preview deployment on Vercel, but neither VERCEL_BRANCH_URL nor VERCEL_URL is set. Turn on “Automatically expose System Environment Variables” in the project's settings.",
      );
    return at(`https://${host}`);
  }
  if (env["NETLIFY"] === "true" && env["CONTEXT"] !== undefined && env["CONTEXT"] !== "production") {
    const origin = env["DEPLOY_PRIME_URL"];
    if (origin === undefined)
      throw new Error("This is a preview on Netlify, but DEPLOY_PRIME_URL is not set in this environment.");
    return at(origin);
  }
  const set = env["NEXT_PUBLIC_WORKOS_REDIRECT_URI"];
  if (set !== undefined && set !== "") return set;
  if (productionOrigin !== undefined && env["NODE_ENV"] === "production") return at(productionOrigin);
  if (env["VERCEL_ENV"] === "production" && env["VERCEL_PROJECT_PRODUCTION_URL"] !== undefined)
    return at(`https://${env["VERCEL_PROJECT_PRODUCTION_URL"]}`);
  if (env["NETLIFY"] === "true" && env["URL"] !== undefined) return at(env["URL"]);
  return at(`http://localhost:${env["PORT"] ?? "3000"}`);
}
