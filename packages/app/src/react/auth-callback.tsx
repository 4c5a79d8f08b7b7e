import { useAuth } from "@workos-inc/authkit-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { takeReturnPath } from "./return-path.ts";

export interface AuthCallbackProps {
  /**
   * Goes to a path of the app, as your router does. Absent: the page is loaded anew there, which costs a refresh of the token.
   */
  navigate?: (path: string) => void;
  /** What is shown while the code is exchanged. */
  children?: ReactNode;
  /** What is shown when it failed; a sentence and a button where absent. */
  failed?: (failure: { reason: string; tryAgain: () => void }) => ReactNode;
}

/**
 * The page at the redirect URI. Waits until AuthKit has exchanged the code, then goes back to where the visitor was; a page that
 * leaves before loses the sign-in. A cancelled or failed exchange is told, with a way to try again.
 */
export function AuthCallback({ navigate, children, failed }: AuthCallbackProps): ReactNode {
  const { isLoading, user, signIn } = useAuth();
  // authkit-react takes `code` and `state` out of the address once it is done.
  const [reason] = useState(readFailure);
  const done = user !== null;

  // React runs an effect twice in its strict mode; the path is there once.
  const returnPath = useRef<string>(undefined);
  useEffect(() => {
    if (!done) return;
    const path = (returnPath.current ??= takeReturnPath());
    if (navigate === undefined) location.replace(path);
    else navigate(path);
    // Only the end of the exchange moves the visitor on, not a router that hands in a new function.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [done]);

  if (isLoading || done) return children ?? <p role="status">Signing you in…</p>;
  const tryAgain = (): void => void signIn();
  if (failed !== undefined) return failed({ reason, tryAgain });
  return (
    <div role="alert">
      <p>{reason}</p>
      <button type="button" onClick={tryAgain}>
        Try again
      </button>
    </div>
  );
}

/** Why nobody is signed in, if it comes to that; read from the address before authkit-react cleans it. */
function readFailure(): string {
  const query = new URLSearchParams(typeof location === "undefined" ? "" : location.search);
  if (query.has("error")) return `The sign-in was cancelled or refused.${detailsOf(query)}`;
  return query.has("code")
    ? "Signing in did not work. It has to begin and end in one tab, within minutes."
    : "There is no sign-in to finish here.";
}

/** WorkOS's own words, for a developer only: anybody can make a link that says anything. */
const detailsOf = (query: URLSearchParams): string =>
  process.env.NODE_ENV === "production" ? "" : ` (${query.get("error_description") ?? query.get("error")})`;
