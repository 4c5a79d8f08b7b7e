import type { ConvexReactClientOptions } from "convex/react";

type Logger = Exclude<NonNullable<ConvexReactClientOptions["logger"]>, boolean>;

/** What Convex said when it refused a token. */
export interface Refusals {
  /** The newest message; null: none since somebody has forgotten it. */
  last: string | null;
}

/** What Convex's client writes around the server's message (`tryToReauthenticate` in authentication_manager.ts). */
const REASONS = [
  /^attempting to reauthenticate: (.*?)(?: \[v\d+\])?$/s,
  /^Failed to authenticate: "(.*)", check /s,
];

/**
 * A logger that keeps Convex's reasons and passes the rest on: to the given logger, or to the console as Convex does.
 *
 * @param given the app's logger; false silences it, and the reasons are kept all the same
 */
export function listenToLogger(given: ConvexReactClientOptions["logger"]): {
  logger: Logger;
  refusals: Refusals;
} {
  // Convex's own default logger leaves verbose lines out as well, and a console has no place for them.
  const target: Partial<Logger> = typeof given === "object" ? given : given === false ? {} : console;
  const refusals: Refusals = { last: null };
  const heard =
    (level: keyof Logger) =>
    (...words: unknown[]): void => {
      for (const reason of REASONS) refusals.last = reason.exec(String(words[0]))?.[1] ?? refusals.last;
      target[level]?.(...words);
    };
  return {
    logger: {
      logVerbose: heard("logVerbose"),
      log: heard("log"),
      warn: heard("warn"),
      error: heard("error"),
    },
    refusals,
  };
}
