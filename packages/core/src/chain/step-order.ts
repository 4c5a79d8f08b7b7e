import { STEPS, type Step } from "./step.ts";

/** The place of a step in the chain, counted from 0 (`setup`). */
export function stepIndex(step: Step): number {
  return STEPS.indexOf(step);
}

/** Orders steps along the chain; negative when `a` comes before `b`. Fit for `Array.prototype.sort`. */
export function compareSteps(a: Step, b: Step): number {
  return stepIndex(a) - stepIndex(b);
}

/** Whether `value` names a step. */
export function isStep(value: unknown): value is Step {
  return STEPS.some((step) => step === value);
}
