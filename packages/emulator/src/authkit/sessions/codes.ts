import type { Clock } from "../../clock/clock.ts";
import { ulid } from "../tokens/ulid.ts";

/** What an authorization code stands for. */
export interface CodeGrant {
  clientId: string;
  redirectUri: string;
  /** PKCE, S256; null: none was sent. */
  codeChallenge: string | null;
  sessionId: string;
  organizationId: string | null;
}

/** Authorization codes that nobody has exchanged yet. */
export interface Codes {
  issue(grant: CodeGrant): string;
  /** Looks without taking. Null: unknown, used or older than ten minutes. */
  find(code: string): CodeGrant | null;
  /** Takes the code: it works once. */
  use(code: string): void;
  reset(): void;
}

/** WorkOS: ten minutes. Milliseconds. */
const LIFETIME = 10 * 60 * 1000;

export function createCodes(clock: Clock): Codes {
  const codes = new Map<string, CodeGrant & { issuedAt: number }>();
  const isOver = ({ issuedAt }: { issuedAt: number }): boolean => clock.now() >= issuedAt + LIFETIME;

  return {
    issue(grant) {
      // The oldest come first.
      for (const [code, one] of codes) {
        if (!isOver(one)) break;
        codes.delete(code);
      }
      const issuedAt = clock.now();
      const code = ulid(issuedAt);
      codes.set(code, { ...grant, issuedAt });
      return code;
    },
    find(code) {
      const grant = codes.get(code);
      return grant === undefined || isOver(grant) ? null : grant;
    },
    use: (code) => void codes.delete(code),
    reset: () => codes.clear(),
  };
}
