import { getWorkOS } from "@workos-inc/authkit-nextjs";

/** What of WorkOS's SDK is wrapped. */
interface RefreshApi<Options, Answer> {
  authenticateWithRefreshToken(options: Options): Promise<Answer>;
}

/** For so long WorkOS would answer the same refresh token with the same pair again (it does for 30 s); the request is spared. */
const SHARED_FOR_MS = 10_000;

const sharing = new WeakSet<object>();

/**
 * Has requests that refresh the same session at the same time share one refresh. A page that wakes up with an expired token sends
 * several: prefetches of the links in view, the page itself, a server action; authkit-nextjs refreshes for each of them.
 *
 * A failure is shared by those who wait for it, and not kept. Works within one process; elsewhere WorkOS's own grace has to do.
 *
 * @param api the SDK instance that authkit-nextjs uses; wrapped once
 */
export function shareRefreshes<Options, Answer>(
  api: RefreshApi<Options, Answer>,
  now: () => number = Date.now,
): void {
  if (sharing.has(api)) return;
  sharing.add(api);
  const refresh = api.authenticateWithRefreshToken.bind(api);
  const known = new Map<string, { answer: Promise<Answer>; until: number }>();
  api.authenticateWithRefreshToken = async (options) => {
    for (const [key, { until }] of known) if (until <= now()) known.delete(key);
    const key = JSON.stringify(options);
    const running = known.get(key);
    if (running !== undefined) return await running.answer;
    const entry = { answer: refresh(options), until: Infinity };
    known.set(key, entry);
    try {
      const answer = await entry.answer;
      entry.until = now() + SHARED_FOR_MS;
      return answer;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}

/** The same for the SDK of this process, which authkit-nextjs makes when it is first needed. */
export const shareRefreshesOfAuthKit = (): void => shareRefreshes(getWorkOS().userManagement);
