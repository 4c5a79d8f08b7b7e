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

/** The path remembered, once; `/` where none is, or where it leads out of the app. */
export function takeReturnPath(): string {
  try {
    const path = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return path === null ? "/" : ownPath(path);
  } catch {
    return "/";
  }
}

/** A path of this origin; `/` for anything that a browser would take elsewhere. */
export function ownPath(path: string): string {
  try {
    const url = new URL(path, location.origin);
    return url.origin === location.origin && path.startsWith("/")
      ? url.pathname + url.search + url.hash
      : "/";
  } catch {
    return "/";
  }
}

const here = (): string => location.pathname + location.search + location.hash;
