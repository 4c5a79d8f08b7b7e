import type { Step } from "@convex-authkit/core";
import type { Facts } from "../facts/facts.ts";
import type { Target } from "../facts/target.ts";

/** A step that the evidence shows to hold, with the sentence that says what shows it. */
export interface Proof {
  step: Step;
  because: string;
}

/** The steps that the evidence shows to hold for a target. Files alone never prove a step. */
export function proofsOf(_facts: Facts, _target: Target): Proof[] {
  return [];
}
