import { describe, expect, it } from "vitest";
import { createClock } from "../../clock/clock.ts";
import { createDatabaseTime, decodeTimestamp, encodeTimestamp } from "./timestamp.ts";

describe("timestamps of the protocol", () => {
  it.each([
    [0n, "AAAAAAAAAAA="],
    [1n, "AQAAAAAAAAA="],
    [256n, "AAEAAAAAAAA="],
    [2n ** 56n, "AAAAAAAAAAE="],
  ])("%s is %s, its lowest byte first", (timestamp, text) => {
    expect(encodeTimestamp(timestamp)).toBe(text);
    expect(decodeTimestamp(text)).toBe(timestamp);
  });

  it.each(["", "soon", "AAAAAAAAAAA", "AAAAAAAAAAAA", "AAAAAAAAAA==", "//////////8="])(
    "%j is none",
    (text) => {
      expect(decodeTimestamp(text)).toBeUndefined();
    },
  );
});

describe("the time of the database", () => {
  const start = 1_700_000_000_000;

  it("is the moment of the last write, and moves with each", () => {
    const time = createDatabaseTime(createClock(() => start));
    const before = time.latest();
    time.commit();
    time.commit();
    expect(time.latest()).toBe(before + 2n);
  });

  it("does not go back with the clock", async () => {
    const clock = createClock(() => start);
    const time = createDatabaseTime(clock);
    await clock.advance("1h");
    time.commit();
    const later = time.latest();
    expect(later).toBe(BigInt(start + 3_600_000) * 1_000_000n);
    clock.reset();
    time.commit();
    expect(time.latest()).toBe(later + 1n);
  });

  it("catches up with what a client has seen of an emulator before it, unless that cannot be", () => {
    const time = createDatabaseTime(createClock(() => start));
    const seen = time.latest() + 86_400_000_000_000n;
    expect(time.observe(seen)).toBe(true);
    expect(time.latest()).toBe(seen);
    expect(time.observe(2n ** 62n)).toBe(false);
    expect(time.latest()).toBe(seen);
  });
});
