import type { Clock } from "../../clock/clock.ts";

/** A moment of the database: nanoseconds since 1970. */
export type Timestamp = bigint;

/** The largest that Convex knows, 2^63 - 1. */
const MAX_TIMESTAMP = 2n ** 63n - 1n;

/** How far ahead of the clock a client's last timestamp may be: an emulator that ran before may have had its clock advanced. */
const FARTHEST_AHEAD = 400n * 86_400_000_000_000n;

/** The protocol's form: eight bytes, the lowest first, in base64. */
export function encodeTimestamp(timestamp: Timestamp): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(timestamp);
  return bytes.toString("base64");
}

/** @returns undefined where the text is no timestamp */
export function decodeTimestamp(text: string): Timestamp | undefined {
  const bytes = /^[A-Za-z0-9+/]{11}=$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0);
  if (bytes.length !== 8) return undefined;
  const timestamp = bytes.readBigUInt64LE();
  return timestamp <= MAX_TIMESTAMP ? timestamp : undefined;
}

/** The moment of the last write; it never goes back, even where the clock does. */
export interface DatabaseTime {
  latest(): Timestamp;
  /** Something was written. */
  commit(): void;
  /**
   * Takes note of the last timestamp that a client has seen, perhaps from an emulator that ran before this one.
   *
   * @returns whether it can be: a client that is too far ahead has seen another deployment
   */
  observe(seen: Timestamp): boolean;
}

export function createDatabaseTime(clock: Clock): DatabaseTime {
  const now = (): Timestamp => BigInt(Math.max(0, Math.round(clock.now()))) * 1_000_000n;
  let latest = now();
  return {
    latest: () => latest,
    commit() {
      const at = now();
      latest = at > latest ? at : latest + 1n;
    },
    observe(seen) {
      if (seen > now() + FARTHEST_AHEAD) return false;
      if (seen > latest) latest = seen;
      return true;
    },
  };
}
