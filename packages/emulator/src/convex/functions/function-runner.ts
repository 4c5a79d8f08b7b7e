import type { Identity } from "@convex-authkit/core";
import type { DeploymentState } from "../convex.ts";

/**
 * Runs the app's functions. The protocol side knows nothing else of them.
 *
 * Implemented by `createFunctionRunner(parts, options)`.
 */
export interface FunctionRunner {
  /**
   * Runs a public function.
   *
   * @param kind `any`: whichever it is (`/api/function`)
   * @param path as clients send it: `notes:list`, `notes.js:list`, `folder/notes`
   * @param args the one argument object, Convex-encoded JSON
   * @param caller who calls; an error is thrown where the function asks for the identity
   * @param journal what the same query gave as its journal before, so that a page keeps its end
   */
  run(
    kind: FunctionKind | "any",
    path: string,
    args: unknown,
    caller: Caller,
    journal?: string | null,
  ): Promise<FunctionResult>;
  /** Runs the HTTP action that matches the request; 404 as Convex answers it where none does. */
  httpAction(request: Request, caller: Caller): Promise<Response>;
  /**
   * The auth config in force, evaluated as Convex evaluates it, with the variables that the faults at `deploymentVariables` leave;
   * null: the app has none. The junction `deployedAuthConfig` is the protocol side's, which asks it for each token.
   */
  authConfig(): Promise<unknown>;
  /** Is told when queries must run again: a mutation's write, a push, a reset. @returns ends it */
  onChange(listener: () => void): () => void;
  /** Is told when the auth config or a variable it reads has changed. @returns ends it */
  onAuthConfigChange(listener: () => void): () => void;
  /** What is deployed, and what is wrong with the last push, if anything. */
  deployment(): DeploymentState;
  /** Sets a deployment variable, null: removes it; the auth config is evaluated anew. @throws {Error} with Convex's message */
  setVariable(name: string, value: string | null): Promise<void>;
  /** Empties the tables and forgets scheduled functions; what is deployed stays. */
  reset(): Promise<void>;
  /** Ends the worker and the watcher. */
  close(): Promise<void>;
}

export type FunctionKind = "query" | "mutation" | "action";

/** Who calls a function: nobody, somebody, or somebody whose token was refused (HTTP actions run all the same). */
export type Caller =
  | {
      identity: Identity | null;
      /** With an admin key: internal functions may be called as well. */
      admin?: boolean;
    }
  | { refused: { code: string; message: string } };

/**
 * What a function gave, in Convex's JSON encoding.
 *
 * `errorMessage` is the error as Convex's log shows it, such as `Uncaught Error: Not signed in\n    at handler (../convex/notes.ts:3:9)`, or
 * `Could not find public function for 'notes:list'. …`: the protocol side puts `[Request ID: …] Server Error` in front, and leaves
 * the rest and the log lines out where messages are redacted.
 */
export type FunctionResult =
  | {
      success: true;
      value: unknown;
      logLines: string[];
      /** For `QueryUpdated.journal`: null unless the query has read a page. */
      journal: string | null;
    }
  | { success: false; errorMessage: string; errorData?: unknown; logLines: string[] };
