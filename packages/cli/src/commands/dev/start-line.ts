import type { Started } from "./started.ts";

/**
 * The one line of `--json`: what a script needs to use the servers. Stays one line whatever is in it.
 *
 * @returns ends with a line feed
 */
export function startLine({ authkit, convex, app, ...rest }: Started): string {
  const line = {
    schemaVersion: 1,
    event: "started",
    authkit: authkit === null ? null : { ...authkit, jwksUrl: `${authkit.url}/sso/jwks/${authkit.clientId}` },
    convex,
    app,
    ...rest,
  };
  return `${JSON.stringify(line)}\n`;
}
