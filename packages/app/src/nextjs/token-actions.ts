"use server";

import { refreshSession, withAuth } from "@workos-inc/authkit-nextjs";
import { headers } from "next/headers";
import type { RefreshOutcome } from "../connection/token-source.ts";
import { expiryOf } from "../provider/read-token.ts";
import { failedRefresh } from "./server/refresh-failure.ts";
import { forwardedOutcome } from "./server/refresh-outcome-header.ts";
import { shareRefreshesOfAuthKit } from "./server/shared-refresh.ts";

/** A token with less than this left would be renewed at once by Convex's client. */
const LEEWAY_MS = 10_000;

/**
 * A token other than the one the page has.
 *
 * If the proxy has refreshed the session for this request, or another tab has before, that token is given. authkit-nextjs's own
 * action would exchange the same refresh token a second time, since it reads the cookie of the request.
 *
 * @param have `exp` of the token the page has, in seconds; 0: none
 */
export async function refreshTokenAction(have: number): Promise<RefreshOutcome> {
  try {
    const { accessToken } = await withAuth();
    if (accessToken !== undefined) {
      const expiresAt = expiryOf(accessToken);
      if (expiresAt > have && expiresAt * 1000 - Date.now() > LEEWAY_MS) return given(accessToken);
    }
    const failed = forwardedOutcome(await headers());
    if (failed !== null) return failed;
    shareRefreshesOfAuthKit();
    const auth = await refreshSession();
    if (auth.user === null || auth.accessToken === undefined)
      return { kind: "ended", reason: "There is no session any more: its cookie is gone or cannot be read." };
    return given(auth.accessToken);
  } catch (error) {
    return failedRefresh(error);
  }
}

const given = (token: string): RefreshOutcome => ({ kind: "token", token, asOf: Date.now() });
