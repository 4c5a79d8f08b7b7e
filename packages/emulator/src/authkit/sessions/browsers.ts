import { randomBytes } from "node:crypto";
import type { PlainRequest } from "../../server/plain-request.ts";

/** The browsers that are signed in on the hosted page, by AuthKit's own cookie. */
export interface Browsers {
  /** The WorkOS session a browser is signed in with, by the request's cookies; null: none. */
  sessionOf(request: Request): string | null;
  /** Remembers the browser. @returns the `Set-Cookie` header */
  signIn(sessionId: string, secure: boolean): string;
  /** Forgets the browser of a request. @returns the `Set-Cookie` header that takes the cookie away */
  signOut(request: Request): string;
  /** Forgets browsers of sessions that nobody remembers. */
  keepOnly(isRemembered: (sessionId: string) => boolean): void;
  reset(): void;
}

const COOKIE = "authkit_session";

export function createBrowsers(): Browsers {
  const sessionIds = new Map<string, string>();

  return {
    sessionOf(request) {
      const browser = cookieOf(request, COOKIE);
      return browser === null ? null : (sessionIds.get(browser) ?? null);
    },
    signIn(sessionId, secure) {
      const browser = randomBytes(18).toString("base64url");
      sessionIds.set(browser, sessionId);
      return `${COOKIE}=${browser}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
    },
    signOut(request) {
      const browser = cookieOf(request, COOKIE);
      if (browser !== null) sessionIds.delete(browser);
      return `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
    },
    keepOnly(isRemembered) {
      for (const [browser, sessionId] of sessionIds) if (!isRemembered(sessionId)) sessionIds.delete(browser);
    },
    reset: () => sessionIds.clear(),
  };
}

/** The value of a cookie that a request carries, as it was written; null: it carries none of this name. */
export function cookieOf(request: PlainRequest, name: string): string | null {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const [key = "", ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}
