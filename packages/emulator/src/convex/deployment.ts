import type { Parts } from "../parts.ts";
import type { Subject } from "../timeline/event.ts";
import type { Authenticator } from "./auth/authenticate.ts";
import type { FunctionRunner } from "./functions/function-runner.ts";
import type { MutationLog } from "./sync/mutation-log.ts";
import type { DatabaseTime } from "./sync/timestamp.ts";

/** What the socket and the HTTP API of one deployment share. */
export interface Deployment {
  parts: Parts;
  runner: FunctionRunner;
  authenticator: Authenticator;
  time: DatabaseTime;
  mutations: MutationLog;
  /** Whether the client's messages are redacted. */
  redacts(endpoint: string, subject: Subject): boolean;
}
