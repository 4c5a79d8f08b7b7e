import { expect, it } from "vitest";
import { nearest } from "./nearest.ts";

const ids = ["aud-cargo-cult", "clock-skew", "code-replayed", "kid-mismatch"];

it.each([
  ["aud-cargo-clt", "aud-cargo-cult"],
  ["clockskew", "clock-skew"],
  ["CLOCK-SKEW", "clock-skew"],
  ["replayed", "code-replayed"],
  ["something entirely different", undefined],
])("%s most likely means %s", (word, expected) => {
  expect(nearest(word, ids)[0]).toBe(expected);
});
