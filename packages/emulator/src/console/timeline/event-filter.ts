import { isStep, type Step } from "@convex-authkit/core";
import type { TimelineEvent } from "../../timeline/event.ts";

/** Which events are shown. */
export interface EventFilter {
  /** Null: of all steps. */
  step: Step | null;
  outcome: TimelineEvent["outcome"] | null;
  /** Part of whom or what they are about, in any case; empty: no matter. */
  text: string;
}

export const OUTCOMES = ["ok", "refused", "fault", "info"] as const;

/** From an address's query. What is not understood counts as absent. */
export function filterFromQuery(query: URLSearchParams): EventFilter {
  const step = query.get("step") ?? "";
  const outcome = query.get("outcome");
  return {
    step: isStep(step) ? step : null,
    outcome: OUTCOMES.find((one) => one === outcome) ?? null,
    text: (query.get("text") ?? "").trim(),
  };
}

/** As the query of an address, without a question mark; empty where everything is shown. */
export function queryOfFilter({ step, outcome, text }: EventFilter): string {
  return new URLSearchParams({
    ...(step === null ? {} : { step }),
    ...(outcome === null ? {} : { outcome }),
    ...(text === "" ? {} : { text }),
  }).toString();
}

/** Whether an event is one of those that are shown. */
export function isShown(event: TimelineEvent, { step, outcome, text }: EventFilter): boolean {
  if (step !== null && event.step !== step) return false;
  if (outcome !== null && event.outcome !== outcome) return false;
  if (text === "") return true;
  const wanted = text.toLowerCase();
  return textsOf(event).some((one) => one.toLowerCase().includes(wanted));
}

function textsOf({ title, kind, side, fault, failureMode, subject = {}, http }: TimelineEvent): string[] {
  const texts = [title, kind, side, fault, failureMode, http?.url, ...Object.values(subject)];
  return texts.filter((one): one is string => typeof one === "string");
}
