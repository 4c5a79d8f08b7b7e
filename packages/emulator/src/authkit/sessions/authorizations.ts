import type { Clock } from "../../clock/clock.ts";
import { ulid } from "../tokens/ulid.ts";

/** What the app asked for at `GET /user_management/authorize`, checked. */
export interface AuthorizationRequest {
  clientId: string;
  /** Registered; goes back there. */
  redirectUri: string;
  /** Verbatim; null: the app sent none. */
  state: string | null;
  /** PKCE, S256; null: the app sent none (a confidential client). */
  codeChallenge: string | null;
  screenHint: "sign-in" | "sign-up";
  loginHint: string | null;
  /** The organization to sign in to; null: the user's only one, or the one that is chosen on the page. */
  organizationId: string | null;
  provider: string | null;
  prompt: string | null;
  /** Seconds after which a sign-in of this browser counts no more; null: it counts as long as its session. */
  maxAge: number | null;
}

/** A sign-in that waits for the hosted page. */
export interface Authorization extends AuthorizationRequest {
  /** In the address of the hosted page. */
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Sign-ins that have begun and are not finished. */
export interface Authorizations {
  begin(request: AuthorizationRequest): Authorization;
  /** Null: unknown, finished or too old. */
  find(id: string): Authorization | null;
  finish(id: string): void;
  reset(): void;
}

/** A page left open longer than this has to be opened anew. Milliseconds. */
const LIFETIME = 60 * 60 * 1000;
/** Crawlers and prefetching begin sign-ins that nobody finishes. */
const MOST = 5_000;

export function createAuthorizations(clock: Clock): Authorizations {
  const waiting = new Map<string, Authorization>();
  const isOver = ({ createdAt }: Authorization): boolean => clock.now() >= createdAt + LIFETIME;

  function forgetOld(): void {
    for (const [id, authorization] of waiting) {
      if (waiting.size < MOST && !isOver(authorization)) return;
      waiting.delete(id);
    }
  }

  return {
    begin(request) {
      forgetOld();
      const createdAt = clock.now();
      const authorization = { ...request, id: ulid(createdAt), createdAt };
      waiting.set(authorization.id, authorization);
      return authorization;
    },
    find(id) {
      const authorization = waiting.get(id);
      return authorization === undefined || isOver(authorization) ? null : authorization;
    },
    finish: (id) => void waiting.delete(id),
    reset: () => waiting.clear(),
  };
}
