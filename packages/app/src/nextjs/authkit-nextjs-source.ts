import { readAccessToken } from "../connection/access-token.ts";
import type { RefreshOutcome, TokenSource } from "../connection/token-source.ts";
import { refreshTokenAction } from "./token-actions.ts";

/**
 * Tokens from authkit-nextjs, through a server action of our own: its own client store never refreshes in time.
 *
 * @param initial the token the page came with; null: none
 */
export function createAuthKitNextjsSource(initial: string | null): TokenSource {
  let have = initial === null ? 0 : (readAccessToken(initial)?.expiresAt ?? 0);
  return {
    // The action gives the token at hand where the page has none, so it need not be asked for before.
    current: async () => null,
    async refresh() {
      try {
        const outcome = await refreshTokenAction(have);
        if (outcome.kind === "token") have = readAccessToken(outcome.token)?.expiresAt ?? have;
        return outcome;
      } catch (error) {
        return await withoutAnswer(error);
      }
    },
  };
}

/**
 * A server action that got no answer: the network is gone, or a proxy has redirected it to AuthKit, which the browser refuses. The
 * second is the end of the session; the page itself tells them apart.
 */
async function withoutAnswer(error: unknown): Promise<RefreshOutcome> {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === "UnrecognizedActionError")
    return { kind: "transient", reason: DEPLOYED_ANEW };
  try {
    const page = await fetch(location.href, {
      method: "HEAD",
      redirect: "manual",
      cache: "no-store",
      headers: { Accept: "text/html" },
    });
    if (page.type === "opaqueredirect")
      return { kind: "ended", reason: "The app sends this page to the sign-in: the session is over." };
  } catch {
    // No network, as it seemed.
  }
  return { kind: "transient", reason };
}

/** Each build of Next.js gives its actions new ids; an open page asks for those of its own build. */
const DEPLOYED_ANEW =
  "The app was deployed anew after this page was loaded, and the server no longer knows its requests: reload the page.";
