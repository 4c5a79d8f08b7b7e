import type { Clock } from "../clock/clock.ts";
import type { NewEvent, TimelineEvent } from "./event.ts";
import { redactEvent } from "./redact-event.ts";

/** What happened, in order, on both sides. */
export interface Timeline {
  /** Adds an event. Secrets are redacted here, at the border: what the timeline holds can be shown and exported. */
  record(event: NewEvent): TimelineEvent;
  /** The events kept, oldest first. @param after only those with a higher number */
  events(after?: number): readonly TimelineEvent[];
  /** Is told every new event. @returns ends it */
  subscribe(listener: (event: TimelineEvent) => void): () => void;
  clear(): void;
}

/** Enough for some minutes of an app with several tabs; a screen nobody scrolls further. */
const KEPT = 2_000;

/**
 * A ring buffer of events.
 *
 * @param kept how many events are kept; older ones are dropped
 */
export function createTimeline(clock: Clock, kept = KEPT): Timeline {
  const ring: TimelineEvent[] = [];
  const listeners = new Set<(event: TimelineEvent) => void>();
  let start = 0;
  let count = 0;

  const inOrder = (): TimelineEvent[] => [...ring.slice(start), ...ring.slice(0, start)];
  return {
    record(event) {
      const recorded: TimelineEvent = { ...redactEvent(event), number: ++count, time: clock.now() };
      if (ring.length < kept) ring.push(recorded);
      else {
        ring[start] = recorded;
        start = (start + 1) % kept;
      }
      for (const listener of listeners) listener(recorded);
      return recorded;
    },
    events: (after = 0) => inOrder().filter(({ number }) => number > after),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear() {
      ring.length = 0;
      start = 0;
      count = 0;
    },
  };
}
