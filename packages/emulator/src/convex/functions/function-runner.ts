import type { Identity } from "@convex-authkit/core";

/** Runs the app's functions. The protocol side knows nothing else of them. */
export interface FunctionRunner {
  /**
   * Runs a public function.
   *
   * @param kind `any`: whichever it is (`/api/function`)
   * @param path as clients send it: `notes:list`, `notes.js:list`, `folder/notes`
   * @param args Convex-encoded JSON
   * @param caller who calls; an error is thrown where the function asks for the identity
   */
  run(kind: FunctionKind | "any", path: string, args: unknown, caller: Caller): Promise<FunctionResult>;
  /** Runs the HTTP action that matches the request; 404 as Convex answers it where none does. */
  httpAction(request: Request, caller: Caller): Promise<Response>;
  /** The auth config in force, evaluated as Convex evaluates it; null: the app has none. */
  authConfig(): unknown;
  /** Is told when queries must run again: a mutation's write, a push, a reset. @returns ends it */
  onChange(listener: () => void): () => void;
  /** Is told when the auth config or a variable it reads has changed. @returns ends it */
  onAuthConfigChange(listener: () => void): () => void;
}

export type FunctionKind = "query" | "mutation" | "action";

/** Who calls a function: nobody, somebody, or somebody whose token was refused (HTTP actions run all the same). */
export type Caller = { identity: Identity | null } | { refused: { code: string; message: string } };

/** What a function gave, in Convex's JSON encoding. */
export type FunctionResult =
  | { success: true; value: unknown; logLines: string[] }
  | { success: false; errorMessage: string; errorData?: unknown; logLines: string[] };
