import type { PendingAuthorization } from "./hosted-pages-context.ts";

/** Where the authorize endpoint sends the browser: the path of the hosted page, on the API's own host. */
export function hostedPagePath({ id, screenHint }: Pick<PendingAuthorization, "id" | "screenHint">): string {
  return `/authkit/${screenHint}?authorization=${encodeURIComponent(id)}`;
}
