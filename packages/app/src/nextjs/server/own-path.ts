/** A path of this app, with query and hash; null for anything a browser would take elsewhere. */
export function ownPath(path: string | null | undefined): string | null {
  const base = "http://app.invalid";
  if (path == null || !path.startsWith("/") || !URL.canParse(path, base)) return null;
  const url = new URL(path, base);
  return url.origin === base ? url.pathname + url.search + url.hash : null;
}
