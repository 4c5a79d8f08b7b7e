import { useContext, useEffect, useState } from "react";
import { ClientId } from "./authkit-provider.tsx";
import { type AuthKitReactTokens, isSessionOver } from "./authkit-react-source.ts";

const ASK_EVERY_MS = 2_000;
/** After a minute and a half public pages are worth more than a session that may come back; it still signs in when it does. */
const ASK_AT_MOST = 45;

/**
 * Whether authkit-react shows nobody only because WorkOS could not be reached at the page load. It keeps the session then and goes
 * on trying, but tells nobody: the page would show a visitor as signed out who is not.
 *
 * @param signedOut what authkit-react shows
 */
export function useInterruptedStart(
  signedOut: boolean,
  getAccessToken: AuthKitReactTokens["getAccessToken"],
): boolean {
  const clientId = useContext(ClientId);
  const [decided, setDecided] = useState(false);
  const interrupted = signedOut && !decided && clientId !== null && hasSession(clientId);
  useEffect(() => {
    if (!interrupted) return;
    let asked = 0;
    function ask(): void {
      if (asked++ === ASK_AT_MOST) setDecided(true);
      // Where the session is there after all, authkit-react shows it by itself.
      getAccessToken().catch((error) => {
        if (isSessionOver(error)) setDecided(true);
      });
    }
    ask();
    const asking = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(asking);
  }, [interrupted, getAccessToken]);
  return interrupted;
}

/** Whether authkit-js has something to refresh a session with (`initialize` in its create-client.ts); both outlive an outage. */
const hasSession = (clientId: string): boolean =>
  localStorage.getItem(`workos:refresh-token:${clientId}`) !== null ||
  new RegExp(`workos-has-session=[^;]*${clientId}`).test(document.cookie);
