import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock/clock.ts";
import type { NewSession } from "./sessions.ts";

/** A sign-in through the API that waits for its user's choice of an organization. */
export type WaitingSignIn = Omit<NewSession, "organizationId">;

/** Sign-ins that wait for an organization, by their `pending_authentication_token`. */
export interface OrganizationChoices {
  wait(signIn: WaitingSignIn): string;
  /** Null: unknown, used or too old. */
  find(token: string): WaitingSignIn | null;
  use(token: string): void;
  reset(): void;
}

/** Milliseconds. */
const LIFETIME = 10 * 60 * 1000;

export function createOrganizationChoices(clock: Clock): OrganizationChoices {
  const waiting = new Map<string, WaitingSignIn & { since: number }>();
  const isOver = ({ since }: { since: number }): boolean => clock.now() >= since + LIFETIME;

  return {
    wait(signIn) {
      for (const [token, one] of waiting) {
        if (!isOver(one)) break;
        waiting.delete(token);
      }
      const token = randomBytes(18).toString("base64url");
      waiting.set(token, { ...signIn, since: clock.now() });
      return token;
    },
    find(token) {
      const signIn = waiting.get(token);
      if (signIn === undefined || isOver(signIn)) return null;
      const { since: _since, ...rest } = signIn;
      return rest;
    },
    use: (token) => void waiting.delete(token),
    reset: () => waiting.clear(),
  };
}
