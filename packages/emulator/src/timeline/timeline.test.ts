import { describe, expect, it } from "vitest";
import { createClock } from "../clock/clock.ts";
import type { NewEvent, TimelineEvent } from "./event.ts";
import { createTimeline } from "./timeline.ts";

const clock = createClock(() => 1_700_000_000_000);
const event = (detail: Record<string, unknown> = {}): NewEvent => ({
  side: "authkit",
  step: "token",
  kind: "grant",
  outcome: "ok",
  title: "A token was issued.",
  detail,
});

describe("the timeline", () => {
  it("numbers events and tells their time by the emulator's clock", async () => {
    const timeline = createTimeline(clock);
    expect(timeline.record(event())).toBe(1);
    await clock.advance("1m");
    expect(timeline.record(event())).toBe(2);
    expect(timeline.events().map(({ number, time }) => [number, time])).toEqual([
      [1, 1_700_000_000_000],
      [2, 1_700_000_060_000],
    ]);
    clock.reset();
  });

  it("gives those after a number, and starts from one again once it is cleared", () => {
    const timeline = createTimeline(clock);
    for (let one = 0; one < 5; one++) timeline.record(event());
    expect(timeline.events(3).map(({ number }) => number)).toEqual([4, 5]);
    timeline.clear();
    expect(timeline.events()).toEqual([]);
    expect(timeline.record(event())).toBe(1);
  });

  it.each([1, 9, 10, 11, 255, 256, 257, 512, 1_000])("keeps the last ten of %d", (recorded) => {
    const timeline = createTimeline(clock, 10);
    for (let one = 0; one < recorded; one++) timeline.record(event());
    const numbers = timeline.events().map(({ number }) => number);
    expect(numbers).toEqual(
      Array.from({ length: Math.min(10, recorded) }, (_, index) => Math.max(0, recorded - 10) + index + 1),
    );
  });

  it("keeps fewer events where their bodies are long, and as many as ever once they are short again", () => {
    const timeline = createTimeline(clock);
    const exchange = (body: string): NewEvent => ({
      ...event(),
      http: {
        startedAt: 0,
        method: "POST",
        url: "http://localhost:4100/",
        requestHeaders: {},
        requestBody: body,
        status: 200,
        responseHeaders: {},
        responseBody: body,
        durationMs: 1,
      },
    });
    const long = "x".repeat(32 * 1024);
    for (let one = 0; one < 400; one++) timeline.record(exchange(long));
    const numbers = timeline.events().map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 128 }, (_, index) => 400 - 128 + index + 1));
    for (let one = 0; one < 4_000; one++) timeline.record(exchange("short"));
    expect(timeline.events()).toHaveLength(2_000);
  });

  it("gives no secret away, to readers nor to listeners, and leaves the sender's event as it is", () => {
    const timeline = createTimeline(clock);
    const heard: TimelineEvent[] = [];
    const end = timeline.subscribe((one) => heard.push(one));
    const secret = { refreshToken: "Kx7Qm2Vb9Rt4Zp8Lw3Ns6Hd1" };
    timeline.record(event(secret));
    end();
    timeline.record(event());
    expect(heard.map(({ number }) => number)).toEqual([1]);
    expect(heard[0]?.detail).toEqual({ refreshToken: "[redacted]" });
    expect(timeline.events()[0]?.detail).toEqual({ refreshToken: "[redacted]" });
    expect(secret).toEqual({ refreshToken: "Kx7Qm2Vb9Rt4Zp8Lw3Ns6Hd1" });
  });
});
