import { describe, expect, it } from "vitest";
import { CHAIN, chainStep, compareSteps, isStep, stepIndex, STEPS } from "./index.ts";

describe("the chain", () => {
  it("has the ten steps in the order in which they happen", () => {
    expect(CHAIN.map((step) => step.id)).toEqual([
      "setup",
      "sign-in",
      "callback",
      "session",
      "token",
      "acceptance",
      "identity",
      "gating",
      "renewal",
      "sign-out",
    ]);
  });

  it("says of every step when it holds, as one sentence", () => {
    for (const step of CHAIN) {
      expect(step.holdsWhen).toMatch(/^[A-Z][^.]*(\.[a-z][^.]*)*\.$/);
      expect(step.title).not.toBe("");
      expect(step.typicalBreaks.length).toBeGreaterThan(0);
    }
  });

  it("gives the same words by id", () => {
    for (const step of CHAIN) expect(chainStep(step.id)).toEqual(step);
  });

  it("orders steps", () => {
    expect(stepIndex("setup")).toBe(0);
    expect(compareSteps("callback", "acceptance")).toBeLessThan(0);
    expect(compareSteps("token", "token")).toBe(0);
    expect([...STEPS].reverse().toSorted(compareSteps)).toEqual(STEPS);
  });

  it("knows a step from any other text", () => {
    expect(isStep("sign-in")).toBe(true);
    expect(isStep("signin")).toBe(false);
    expect(isStep(undefined)).toBe(false);
  });
});
