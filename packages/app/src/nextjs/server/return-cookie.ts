import { cookies } from "next/headers";
import { ownPath } from "./own-path.ts";

/**
 * Where the visitor wanted to go, for a sign-in that is not finished: authkit-nextjs seals the path into `state`, and lets nobody read
 * it there. Of several sign-ins at a time it holds the newest.
 */
export const RETURN_COOKIE = "convex-authkit-return-to";

/** As long as a sign-in may take with authkit-nextjs, in seconds. */
const MAX_AGE = 600;
/** A longer path is not worth the room it takes in every request. */
const LONGEST = 1_000;

/** Remembers a path, in a route handler. What is no path of this app is not remembered. @param url of the request */
export async function rememberReturnPath(path: string | null, url: string): Promise<void> {
  const value = rememberable(path);
  if (value === null) return;
  (await cookies()).set(RETURN_COOKIE, value, {
    path: "/",
    maxAge: MAX_AGE,
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure(url),
  });
}

/** The same as a header for an answer of the proxy; null where there is nothing to remember. */
export function returnCookieHeader(path: string, url: string): string | null {
  const value = rememberable(path);
  if (value === null) return null;
  return `${RETURN_COOKIE}=${encodeURIComponent(value)}; Path=/; Max-Age=${MAX_AGE}; HttpOnly; SameSite=Lax${isSecure(url) ? "; Secure" : ""}`;
}

function rememberable(path: string | null): string | null {
  const own = ownPath(path);
  return own === null || own.length > LONGEST ? null : own;
}

const isSecure = (url: string): boolean => url.startsWith("https:");
