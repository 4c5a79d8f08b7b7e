import type { Clock } from "../../clock/clock.ts";
import { identifierOf } from "../directory/identifiers.ts";

/** What WorkOS's API shows of an entry of a list in the dashboard, beside the entry itself. */
export interface Registration {
  id: string;
  created_at: string;
  updated_at: string;
}

/** Knows since when an entry stands in a list. The environment holds the entries alone, because others change them as well. */
export interface Registrations {
  of(entry: string): Registration;
}

/**
 * @param prefix of the ids, such as `redirect_uri`
 * @param initial the entries that are there from the start
 */
export function createRegistrations(prefix: string, clock: Clock, initial: readonly string[]): Registrations {
  const now = (): string => new Date(clock.now()).toISOString();
  const begun = now();
  const since = new Map(initial.map((entry) => [entry, begun]));
  return {
    of(entry) {
      const at = since.get(entry) ?? now();
      since.set(entry, at);
      return { id: identifierOf(prefix, entry), created_at: at, updated_at: at };
    },
  };
}
