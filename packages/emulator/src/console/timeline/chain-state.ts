import { type Step, STEPS } from "@convex-authkit/core";
import type { TimelineEvent } from "../../timeline/event.ts";

/** What has happened at a step of the chain. */
export interface StepState {
  step: Step;
  /** Events that are kept. */
  events: number;
  /** Of those: how many were refused, and how many a fault has changed. */
  refused: number;
  faults: number;
  /** The outcome of the last event that has one; null: nothing was decided there. */
  last: "ok" | "refused" | "fault" | null;
}

/** The chain as the timeline shows it, in its order. @param events oldest first */
export function chainState(events: readonly TimelineEvent[]): StepState[] {
  const states = new Map<Step, StepState>(
    STEPS.map((step) => [step, { step, events: 0, refused: 0, faults: 0, last: null }]),
  );
  for (const { step, outcome } of events) {
    const state = states.get(step);
    if (state === undefined) continue;
    state.events++;
    if (outcome === "refused") state.refused++;
    if (outcome === "fault") state.faults++;
    if (outcome !== "info") state.last = outcome;
  }
  return [...states.values()];
}
