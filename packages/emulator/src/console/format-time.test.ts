import { describe, expect, it } from "vitest";
import { lengthOfTime, seenFrom, timeOfDay } from "./format-time.ts";

describe("times for people", () => {
  it.each([
    [0, "0 s"],
    [499, "0 s"],
    [999, "1 s"],
    [61_000, "1 min 1 s"],
    [-61_000, "1 min 1 s"],
    [3_600_000, "1 h"],
    [3_605_000, "1 h"],
    [5_400_000, "1 h 30 min"],
    [90_000_000, "1 d 1 h"],
    [30 * 86_400_000, "30 d"],
  ])("%d milliseconds are %s", (milliseconds, text) => {
    expect(lengthOfTime(milliseconds)).toBe(text);
  });

  it("are seen from a moment", () => {
    expect(seenFrom(10_000, 10_300)).toBe("now");
    expect(seenFrom(10_000, 0)).toBe("10 s ago");
    expect(seenFrom(0, 252_000)).toBe("in 4 min 12 s");
  });

  it("are those of this machine's clock", () => {
    expect(timeOfDay(new Date(2026, 0, 2, 3, 4, 5, 6).getTime())).toBe("03:04:05.006");
  });
});
