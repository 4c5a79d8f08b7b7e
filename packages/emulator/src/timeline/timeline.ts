import type { Clock } from "../clock/clock.ts";
import { currentExchange } from "./current-exchange.ts";
import type { NewEvent, TimelineEvent } from "./event.ts";
import { redactEvent } from "./redact-event.ts";
import { shownExchange, type WireExchange } from "./wire-exchange.ts";

/**
 * What happened, in order, on both sides.
 *
 * Recording must cost nothing that a server under load would notice, and redaction is dear (a third of a millisecond for an
 * exchange with a token). So an event is kept as it came, in this process's memory only, and redacted when it leaves: every
 * way out of here, `events` and `subscribe`, goes through the redaction border, and there is no other way out.
 */
export interface Timeline {
  /**
   * Adds an event. The first one recorded while an HTTP request is being answered carries that exchange.
   *
   * @returns its number
   */
  record(event: NewEvent): number;
  /** The events kept, oldest first, without secrets. @param after only those with a higher number */
  events(after?: number): readonly TimelineEvent[];
  /** Is told every new event, without secrets. An exchange that is still going on is not part of it yet. @returns ends it */
  subscribe(listener: (event: TimelineEvent) => void): () => void;
  clear(): void;
}

/** Enough for some minutes of an app with several tabs; a screen nobody scrolls further. */
const MOST_EVENTS = 2_000;
/** Characters of bodies, so that an app that moves large data does not fill the memory. */
const MOST_TEXT = 8 * 1024 * 1024;

/** How often what is kept is measured: at each 16th event. */
const MEASURED_AT = 16;
/** An exchange that is not answered when so many events have come after it is measured as it is. */
const LONGEST_WAIT = 64;

/** An event as it came, or as it is shown. */
interface Kept {
  number: number;
  time: number;
  /** Characters of its bodies; 0 until it is measured. */
  text: number;
  /** Null once it has been shown: then the secrets are gone. */
  raw: { event: NewEvent; wire: WireExchange | null } | null;
  shown: TimelineEvent | null;
}

/**
 * A buffer of the last events.
 *
 * @param mostEvents how many events are kept; older ones are dropped
 */
export function createTimeline(clock: Clock, mostEvents = MOST_EVENTS): Timeline {
  let kept: Kept[] = [];
  let count = 0;
  /** How many of those kept, the oldest, have been measured, and their characters. */
  let measured = 0;
  let text = 0;
  const listeners = new Set<(event: TimelineEvent) => void>();

  function dropOldest(): void {
    for (; measured < kept.length; measured++) {
      const one = kept[measured] as Kept;
      if (one.raw?.wire?.durationMs === null && measured >= kept.length - LONGEST_WAIT) break;
      one.text = textOf(one);
      text += one.text;
    }
    let from = Math.max(0, kept.length - mostEvents);
    for (let at = 0; at < from; at++) text -= kept[at]?.text ?? 0;
    for (; text > MOST_TEXT && from < measured; from++) text -= kept[from]?.text ?? 0;
    kept = kept.slice(from);
    measured = Math.max(0, measured - from);
  }

  return {
    record(event) {
      const exchange = currentExchange.getStore();
      const isTold =
        exchange !== undefined &&
        !exchange.told &&
        exchange.wire.durationMs === null &&
        // While Convex answers a request, it may ask AuthKit for keys: that is another exchange.
        exchange.wire.side === event.side;
      if (isTold) exchange.told = true;
      const wire = isTold ? exchange.wire : null;
      const one: Kept = { number: ++count, time: clock.now(), text: 0, raw: { event, wire }, shown: null };
      kept.push(one);
      if (count % MEASURED_AT === 0) dropOldest();
      if (listeners.size > 0) {
        const shown = redactEvent({ ...event, number: one.number, time: one.time });
        for (const listener of listeners) listener(shown);
      }
      return one.number;
    },
    events: (after = 0) =>
      kept
        .slice(-mostEvents)
        .filter(({ number }) => number > after)
        .map(show),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear() {
      kept = [];
      count = 0;
      measured = 0;
      text = 0;
    },
  };
}

function show(one: Kept): TimelineEvent {
  if (one.raw === null) return one.shown as TimelineEvent;
  const { event, wire } = one.raw;
  const http = wire === null ? event.http : shownExchange(wire);
  const shown = redactEvent({
    ...event,
    ...(http === undefined ? {} : { http }),
    number: one.number,
    time: one.time,
  });
  // An exchange that is not answered yet will have more to show.
  if (wire !== null && wire.durationMs === null) return shown;
  one.shown = shown;
  one.raw = null;
  return shown;
}

/** Characters of the bodies. */
function textOf({ raw, shown }: Kept): number {
  const wire = raw?.wire;
  if (wire) return (wire.requestBody.text?.length ?? 0) + (wire.responseBody.text?.length ?? 0);
  const http = shown?.http ?? raw?.event.http;
  return (http?.requestBody?.length ?? 0) + (http?.responseBody?.length ?? 0);
}
