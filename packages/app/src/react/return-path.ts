const KEY = "convex-authkit:return-path";

/**
 * Remembers where the visitor is, for after the sign-in. Kept for this tab only, over the way to AuthKit and back.
 *
 * @param path a path of this app with query and hash; where the visitor is now, if absent
 */
export function rememberReturnPath(path: string = here()): void {
  try {
    sessionStorage.setItem(KEY, path);
  } catch {
    // Without storage the visitor lands on the start page, which is no reason not to sign in.
  }
}

/** The path remembered, once; `/` where none is, or where a browser would be taken out of the app. */
export function takeReturnPath(): string {
  try {
    const path = sessionStorage.getItem(KEY) ?? "/";
    sessionStorage.removeItem(KEY);
    const { origin, pathname, search, hash } = new URL(path, location.origin);
    if (origin === location.origin) return pathname + search + hash;
  } catch {
    // No storage, or no path.
  }
  return "/";
}

const here = (): string => location.pathname + location.search + location.hash;
