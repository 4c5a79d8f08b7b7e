import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followPort } from "./follow-port.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function movedTo(lines: readonly string[]): string[] {
  const moved: string[] = [];
  const follower = followPort({
    origin: "http://localhost:5173",
    ownPorts: [4100, 3210],
    onMoved: (origin) => moved.push(origin),
  });
  for (const line of lines) follower.line(line);
  vi.advanceTimersByTime(10_000);
  return moved;
}

it("says nothing where the app comes up as expected", () => {
  expect(movedTo(["  ➜  Local:   http://localhost:5173/"])).toEqual([]);
  expect(movedTo(["  ➜  Local:   http://127.0.0.1:5173/"])).toEqual([]);
});

it("tells the other port, once", () => {
  const lines = ["Port 5173 is in use, trying another one...", "  ➜  Local:   http://localhost:5174/"];
  expect(movedTo([...lines, ...lines])).toEqual(["http://localhost:5174"]);
});

it("waits for the app's own address where others announce themselves first", () => {
  expect(
    movedTo([
      "docs:dev:   ➜  Local:   http://localhost:5180/",
      "web:dev:   ➜  Local:   http://localhost:5173/",
    ]),
  ).toEqual([]);
});

it("takes the nearest port for the app's", () => {
  expect(
    movedTo([
      "⎔ Ready on http://localhost:8787",
      "  ➜  Local:   http://localhost:5174/",
      "Local: http://localhost:9000",
    ]),
  ).toEqual(["http://localhost:5174"]);
});

it("does not take every server for the app", () => {
  expect(
    movedTo([
      "⎔ Ready on http://localhost:8787",
      "Server running at http://localhost:4100",
      "GET http://localhost:5999/ 200",
    ]),
  ).toEqual([]);
});

it("follows to an entirely different port that is announced as local", () => {
  expect(movedTo(["- Local:        https://localhost:8443"])).toEqual(["https://localhost:8443"]);
});
