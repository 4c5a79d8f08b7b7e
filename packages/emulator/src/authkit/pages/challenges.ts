import type { AuthKitContext } from "../context.ts";
import type { Authorization } from "../sessions/authorizations.ts";

/** Knows which browsers have to show that they are in human hands, which only the fault `hosted-page-challenge` asks. */
export interface Challenges {
  /**
   * Whether this sign-in has to pass a challenge yet.
   *
   * @returns the fault that asks for it; null: none, or it is passed
   */
  openAt(endpoint: string, authorization: Authorization): string | null;
  pass(authorizationId: string): void;
  /** Keeps nothing of sign-ins that are over. */
  keepOnly(isGoingOn: (authorizationId: string) => boolean): void;
}

export function createChallenges({ parts, environment }: AuthKitContext): Challenges {
  const passed = new Set<string>();
  return {
    openAt(endpoint, { id, loginHint }) {
      if (passed.has(id)) return null;
      const { value, by } = parts.faults.decide("hostedPage", "form", {
        endpoint,
        subject: { clientId: environment.clientId, email: loginHint ?? undefined },
        attempt: id,
      });
      const [fault] = by;
      if (value !== "challenge" || fault === undefined) return null;
      parts.timeline.record({
        side: "authkit",
        step: "sign-in",
        kind: "challenge",
        outcome: "fault",
        title: "The hosted page asked for proof of a human before it let anybody sign in.",
        subject: { clientId: environment.clientId },
        fault,
        failureMode: "e2e-login-blocked",
      });
      return fault;
    },
    pass: (id) => void passed.add(id),
    keepOnly(isGoingOn) {
      for (const id of passed) if (!isGoingOn(id)) passed.delete(id);
    },
  };
}
