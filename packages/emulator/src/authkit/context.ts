import type { Parts } from "../parts.ts";
import type { Directory } from "./directory/directory.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import type { Authorizations } from "./sessions/authorizations.ts";
import type { Sessions } from "./sessions/sessions.ts";

/** What the rooms of the AuthKit side share. */
export interface AuthKitContext {
  parts: Parts;
  /** What is set in the dashboard. Routes that change a setting change it here. */
  environment: AuthKitEnvironment;
  directory: Directory;
  /** Sign-ins that have begun at `authorize` and are not finished. */
  authorizations: Authorizations;
  sessions: Sessions;
  /** Sends a webhook event, such as `session.created`, to whoever has asked for it. Never fails, never waits. */
  announce(event: string, data: object): void;
}
