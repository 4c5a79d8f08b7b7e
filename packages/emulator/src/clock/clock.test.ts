import { describe, expect, it } from "vitest";
import { createClock } from "./clock.ts";
import { parseDuration } from "./duration.ts";

describe("the clock", () => {
  it("runs as the machine's and can be moved forward", async () => {
    let machine = 1_000;
    const clock = createClock(() => machine);
    expect(clock.now()).toBe(1_000);
    await clock.advance("6m");
    expect(clock.now()).toBe(361_000);
    machine += 5;
    expect(clock.now()).toBe(361_005);
    clock.reset();
    expect(clock.now()).toBe(1_005);
  });

  it("runs what is due on the way, each at its time, in order", async () => {
    const clock = createClock(() => 0);
    const seen: [string, number][] = [];
    clock.at(20, () => void seen.push(["second", clock.now()]));
    clock.at(10, () => {
      seen.push(["first", clock.now()]);
      clock.at(15, () => void seen.push(["between", clock.now()]));
    });
    clock.at(31, () => void seen.push(["later", clock.now()]));
    await clock.advance(30);
    expect(seen).toEqual([
      ["first", 10],
      ["between", 15],
      ["second", 20],
    ]);
  });

  it("forgets what was cancelled", async () => {
    const clock = createClock(() => 0);
    let calls = 0;
    clock.at(10, () => void calls++)();
    await clock.advance(20);
    expect(calls).toBe(0);
  });
});

describe("durations", () => {
  it.each([
    ["500ms", 500],
    ["6m", 360_000],
    ["1h30m", 5_400_000],
    [" 2 d ", 172_800_000],
    ["1.5s", 1500],
  ])("%s", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(["", "6", "m", "6 minutes", "-1s", "1s!"])("refuses %j", (text) => {
    expect(() => parseDuration(text)).toThrow(/no duration/);
  });
});
