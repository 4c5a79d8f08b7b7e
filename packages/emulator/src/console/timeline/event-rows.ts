import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { TimelineEvent } from "../../timeline/event.ts";
import { timeOfDay } from "../format-time.ts";
import { type EventFilter, isShown } from "./event-filter.ts";

/** More at once is read by nobody, and older ones are one press away. */
const MOST_ROWS = 150;

/** The events that one look at the timeline shows. */
export interface Rows {
  /** Newest first. */
  events: TimelineEvent[];
  /** Older ones have a lower number than this; null: there are none. */
  olderThan: number | null;
}

/**
 * @param kept by the timeline, oldest first
 * @param before only events with a lower number
 */
export function rowsOf(kept: readonly TimelineEvent[], filter: EventFilter, before = Infinity): Rows {
  const shown = kept.filter((event) => event.number < before && isShown(event, filter)).reverse();
  const events = shown.slice(0, MOST_ROWS);
  return { events, olderThan: shown.length > events.length ? (events.at(-1)?.number ?? null) : null };
}

/** The rows of the timeline: one per event, a dot in the lane of its step. */
export function eventRows(events: readonly TimelineEvent[]): Html {
  return html`${events.map(eventRow)}`;
}

const SIDES = { authkit: "AuthKit", convex: "Convex" };

function eventRow(event: TimelineEvent): Html {
  const { number, time, side, step, kind, outcome, title, subject = {}, http, fault, failureMode } = event;
  // Its exchange is still going on: the row is fetched again.
  const isOpen = http !== undefined && http.status === 0 && http.durationMs === 0;
  return html`<li
    class="event"
    id="event-${number}"
    data-number="${number}"
    data-step="${step}"
    data-outcome="${outcome}"
    ${isOpen ? "data-open" : ""}
  >
    <time datetime="${new Date(time).toISOString()}">${timeOfDay(time)}</time>
    <span class="lanes" aria-hidden="true"><span class="dot" data-outcome="${outcome}"></span></span>
    <div class="what">
      <a href="/_emulator/console/events/${number}">${title}</a>
      <p class="about">
        <span class="step">${step}</span>
        ${outcomePill(outcome, fault)}
        <span>${SIDES[side]}, ${kind}</span>
        ${subject.email ? html`<span>${subject.email}</span>` : ""}
        ${http === undefined || isOpen ? "" : html`<span>${exchangeLine(http)}</span>`}
        ${failureMode ? html`<span class="pill" data-outcome="refused">${failureMode}</span>` : ""}
      </p>
    </div>
  </li>`;
}

/** How it ended, where it did not just go well; those who see no dots are told that as well. */
function outcomePill(outcome: TimelineEvent["outcome"], fault: string | undefined): Html {
  if (fault) return html`<span class="pill" data-outcome="fault">fault ${fault}</span>`;
  if (outcome === "ok" || outcome === "info") return html`<span class="unseen">${outcome}</span>`;
  return html`<span class="pill" data-outcome="${outcome}">${outcome}</span>`;
}

/** Such as `POST /user_management/authenticate 200`. */
function exchangeLine({ method, url, status }: NonNullable<TimelineEvent["http"]>): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return `${method} ${path} ${status === 0 ? "without an answer" : status}`;
}
