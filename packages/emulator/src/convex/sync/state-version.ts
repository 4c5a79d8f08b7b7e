import type { EncodedVersion } from "./server-message.ts";
import { encodeTimestamp, type Timestamp } from "./timestamp.ts";

/** What a client has seen: a transition leads from one to the next, and the client insists on it. */
export interface StateVersion {
  querySet: number;
  identity: number;
  ts: Timestamp;
}

/** As every connection starts. */
export const INITIAL_VERSION: StateVersion = { querySet: 0, identity: 0, ts: 0n };

export function encodeVersion({ querySet, identity, ts }: StateVersion): EncodedVersion {
  return { querySet, identity, ts: encodeTimestamp(ts) };
}
