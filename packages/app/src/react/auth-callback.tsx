import { useAuth } from "@workos-inc/authkit-react";
import { type ReactNode, useEffect, useState } from "react";
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
  const [answer] = useState(readAnswer);
  const done = user !== null;

  useEffect(() => {
    if (!done) return;
    const path = takeReturnPath();
    if (navigate === undefined) location.replace(path);
    else navigate(path);
    // Only the end of the exchange moves the visitor on, not a router that hands in a new function.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [done]);

  if (isLoading || done) return children ?? <p role="status">Signing you in…</p>;
  const reason = answer.error ?? (answer.code ? EXCHANGE_FAILED : NO_CODE);
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

const EXCHANGE_FAILED =
  "Signing in did not work. It has to end in the tab in which it began, within a few minutes.";
const NO_CODE = "There is no sign-in to finish here.";

function readAnswer(): { code: boolean; error: string | null } {
  if (typeof location === "undefined") return { code: false, error: null };
  const query = new URLSearchParams(location.search);
  const error = query.get("error");
  return {
    code: query.has("code"),
    error: error === null ? null : `Signing in did not work: ${query.get("error_description") ?? error}`,
  };
}
