"use server";

import { refreshSession, withAuth } from "@workos-inc/authkit-nextjs";
import type { RefreshOutcome } from "../connection/token-source.ts";
import { isSessionOver, reasonOf, retryAfterOf } from "./server/refresh-failure.ts";

/**
 * The access token of the session, as the proxy has it; it may have refreshed it for this very request.
 *
 * @returns null where nobody is signed in
 */
export async function currentTokenAction(): Promise<string | null> {
  const { accessToken } = await withAuth();
  return accessToken ?? null;
}

/**
 * A token other than the one the page has.
 *
 * If the proxy has refreshed the session for this request, its token is given back. authkit-nextjs's own action would exchange
 * the same refresh token a second time, since it reads the cookie of the request.
 *
 * @param have `exp` of the token the page has, in seconds; 0: none
 */
export async function refreshTokenAction(have: number): Promise<RefreshOutcome> {
  try {
    const { accessToken } = await withAuth();
    if (accessToken !== undefined && expiryOf(accessToken) > have)
      return { kind: "token", token: accessToken };
    const auth = await refreshSession();
    if (auth.user === null || auth.accessToken === undefined)
      return { kind: "ended", reason: "There is no session any more: its cookie is gone or cannot be read." };
    return { kind: "token", token: auth.accessToken };
  } catch (error) {
    if (isSessionOver(error)) return { kind: "ended", reason: reasonOf(error) };
    return { kind: "transient", reason: reasonOf(error), retryAfter: retryAfterOf(error) };
  }
}

function expiryOf(token: string): number {
  try {
    const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
      exp?: unknown;
    };
    return typeof payload.exp === "number" ? payload.exp : 0;
  } catch {
    return 0;
  }
}
