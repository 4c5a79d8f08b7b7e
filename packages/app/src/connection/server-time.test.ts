import { expect, it } from "vitest";
import { createServerTime } from "./server-time.ts";

const HOUR = 3_600_000;

function machine() {
  const timers = { time: 10 * HOUR, now: () => timers.time, random: () => 0.5, after: () => () => {} };
  return timers;
}

it("is the machine's own where nothing else is known, and where the difference may be the way of a request", () => {
  expect(createServerTime(machine()).now()).toBe(10 * HOUR);
  expect(createServerTime(machine(), 10 * HOUR - 2_000).now()).toBe(10 * HOUR);
});

it("goes on from what a page was told when it came, however long ago that is", () => {
  const timers = machine();
  const serverTime = createServerTime(timers, 9 * HOUR);
  expect(serverTime.now()).toBe(9 * HOUR);
  timers.time += 5 * HOUR;
  expect(serverTime.now()).toBe(14 * HOUR);
  expect(serverTime.local((14 * HOUR) / 1000)).toBe(timers.time);
});

it("follows what the server tells later, which a token that is not new cannot tell", () => {
  const timers = machine();
  const serverTime = createServerTime(timers, 9 * HOUR);
  serverTime.asOf(8 * HOUR);
  expect(serverTime.now()).toBe(8 * HOUR);
});
