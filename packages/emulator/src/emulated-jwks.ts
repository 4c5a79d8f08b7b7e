import { readIssuer, readJwksUrl, WORKOS_API_HOST } from "@convex-authkit/core";
import type { AuthKit } from "./authkit/authkit.ts";

/** A JWKS as Convex fetches it. */
export interface FetchedJwks {
  status: number;
  contentType: string;
  body: string;
}

/**
 * Answers the addresses at which WorkOS publishes keys from the emulated AuthKit: on WorkOS's API host, and on the host of
 * the environment's issuer where that is a custom authentication API domain. So an auth config need not be changed, and nothing
 * is ever asked of WorkOS.
 *
 * @returns null for any other URL, which is fetched as it is written
 */
export function emulatedJwks(
  authkit: Pick<AuthKit, "fetch" | "environment">,
): (url: string) => Promise<FetchedJwks> | null {
  return (url) => {
    const { form, host } = readJwksUrl(url);
    if (form === "data" || form === "not-a-url" || host === null) return null;
    const own = readIssuer(authkit.environment.issuer, { apiHosts: [WORKOS_API_HOST] }).host;
    if (host !== WORKOS_API_HOST && (own === null || host !== own)) return null;
    return ask(authkit, url);
  };
}

async function ask(authkit: Pick<AuthKit, "fetch">, url: string): Promise<FetchedJwks> {
  const response = await authkit.fetch(
    new Request(url, { headers: { accept: "application/json", "user-agent": "Convex/1.0" } }),
  );
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: await response.text(),
  };
}
