/** What the server sends over the socket. */
export type ServerMessage =
  | {
      type: "Transition";
      startVersion: EncodedVersion;
      endVersion: EncodedVersion;
      modifications: StateModification[];
      /** Milliseconds by which the client's clock is ahead; null before the client has said its time. */
      clientClockSkew: number | null;
      /** Nanoseconds. */
      serverTs: number | null;
    }
  | {
      type: "MutationResponse";
      requestId: number;
      success: true;
      result: unknown;
      ts: string;
      logLines: string[];
    }
  | FailedResponse<"MutationResponse">
  | { type: "ActionResponse"; requestId: number; success: true; result: unknown; logLines: string[] }
  | FailedResponse<"ActionResponse">
  | {
      type: "AuthError";
      error: string;
      baseVersion: number;
      /** Whether an Authenticate message was refused; otherwise the identity has expired. */
      authUpdateAttempted: boolean;
    }
  /** The client gives up for good. */
  | { type: "FatalError"; error: string }
  | { type: "Ping" };

/** What a client has seen of the deployment. */
export interface EncodedVersion {
  querySet: number;
  identity: number;
  /** Encoded timestamp. */
  ts: string;
}

/** What a transition changes for the client. */
export type StateModification =
  | { type: "QueryUpdated"; queryId: number; value: unknown; logLines: string[]; journal: string | null }
  | {
      type: "QueryFailed";
      queryId: number;
      errorMessage: string;
      logLines: string[];
      journal: null;
      errorData?: unknown;
    }
  | { type: "QueryRemoved"; queryId: number };

interface FailedResponse<Type extends string> {
  type: Type;
  requestId: number;
  success: false;
  /** The error message. */
  result: string;
  logLines: string[];
  errorData?: unknown;
}
