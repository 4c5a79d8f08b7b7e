import type { AppCode } from "../bundle/app-code.ts";
import type { Caller, FunctionKind, FunctionResult } from "../function-runner.ts";

/** A document as convex-test keeps it: values, not their JSON encoding; `_id` and `_creationTime` included. */
export type Document = Record<string, unknown>;

/** The tables of one component, all in one: the id says which table a document belongs to. */
export interface ComponentData {
  documents: Record<string, Document>;
  /** The number the next document's id begins with. */
  nextDocumentNumber: number;
  lastCreationTime: number;
}

/** The tables of the app, `""`, and of its components, by component path. */
export type Data = Record<string, ComponentData>;

/** What a commit changed in one component; null: deleted. */
export interface ComponentChanges {
  documents: Record<string, Document | null>;
  nextDocumentNumber: number;
  lastCreationTime: number;
}

export type Changes = Record<string, ComponentChanges>;

/** A function as a push finds it. */
export interface AnalyzedFunction {
  /** The path of its component; of the app itself: `""`. */
  component: string;
  /** `notes:list` */
  path: string;
  kind: FunctionKind;
  visibility: "public" | "internal";
}

/** What the worker found in the code it was given. */
export interface Analysis {
  functions: AnalyzedFunction[];
  /** What the code declares that is not emulated, a sentence each. */
  notEmulated: string[];
}

/** One thing to run. */
export interface Job {
  id: number;
  /** Milliseconds by which the emulator's clock is ahead of the machine's. */
  clockOffset: number;
  work:
    | {
        type: "function";
        kind: FunctionKind;
        path: string;
        args: unknown;
        caller: Caller;
        journal: string | null;
      }
    | { type: "http"; request: PlainRequest; caller: Caller }
    | { type: "scheduled"; component: string; jobId: string };
}

export interface PlainRequest {
  method: string;
  url: string;
  headers: [string, string][];
  body: ArrayBuffer | null;
}

export interface PlainResponse {
  status: number;
  statusText: string;
  headers: [string, string][];
  body: ArrayBuffer;
}

/** A failure as a client may be told it; who redacts decides how much of it. */
export interface Failure {
  success: false;
  /** `Uncaught Error: …` with its frames, as in a development deployment. */
  error: string;
  /** The first line alone. */
  message: string;
  /** The data of a ConvexError, in Convex's JSON encoding. */
  data?: unknown;
  logLines: string[];
}

export type JobResult =
  | Extract<FunctionResult, { success: true }>
  | { success: true; response: PlainResponse; logLines: string[] }
  | Failure;

/** What the worker is told. */
export type ToWorker =
  | { type: "load"; code: AppCode; variables: Record<string, string> }
  | { type: "data"; data: Data }
  | { type: "job"; job: Job }
  | { type: "variables"; variables: Record<string, string> }
  | { type: "reset" };

/** What the worker tells. */
export type FromWorker =
  | { type: "ready" }
  | { type: "loaded"; analysis: Analysis }
  | { type: "load-failed"; message: string }
  | { type: "data-taken" }
  | { type: "emptied" }
  | { type: "data-refused"; message: string }
  /** A query or mutation began; no other runs until it has ended. */
  | { type: "began"; id: number; kind: "query" | "mutation"; path: string }
  | { type: "ended"; id: number }
  | { type: "committed"; id: number | null; changes: Changes }
  | { type: "done"; id: number; result: JobResult }
  | { type: "not-emulated"; sentence: string }
  | { type: "stray-error"; error: string }
  /** Sent twice a second while something runs: the thread is not stuck. */
  | { type: "alive" };
