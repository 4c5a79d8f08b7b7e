import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { TimelineEvent } from "../../timeline/event.ts";
import type { ConsoleView } from "../console-page.ts";
import { chainState } from "./chain-state.ts";
import { chainView } from "./chain-view.ts";
import { OUTCOMES, queryOfFilter } from "./event-filter.ts";
import { eventRows, rowsOf } from "./event-rows.ts";

/** The timeline along the chain: its filter, the head of the lanes, and the events, newest first. */
export function timelineView(events: readonly TimelineEvent[], { filter, before }: ConsoleView): Html {
  const rows = rowsOf(events, filter, before);
  return html`<form id="filter" method="get" action="/_emulator/console" aria-label="Filter of the timeline">
      <div class="head">
        <h2 id="timeline-title">Timeline</h2>
        <label for="filter-text" class="unseen">Whom or what the events are about</label>
        <input
          id="filter-text"
          type="search"
          name="text"
          value="${filter.text}"
          placeholder="Account, session, words …"
          autocomplete="off"
        />
        <label for="filter-outcome" class="unseen">Outcome</label>
        <select id="filter-outcome" name="outcome">
          <option value="">all outcomes</option>
          ${OUTCOMES.map(
            (outcome) =>
              html`<option value="${outcome}" ${filter.outcome === outcome ? "selected" : ""}>
                ${outcome}
              </option>`,
          )}
        </select>
        <noscript><button class="small">Filter</button></noscript>
      </div>
      ${chainView(chainState(events), filter)}
    </form>
    <ol class="events" id="events" reversed data-last="${events.at(-1)?.number ?? 0}">
      ${eventRows(rows.events)}
    </ol>
    <p class="empty" id="nothing" ${rows.events.length === 0 ? "" : "hidden"}>
      Nothing to show. Sign in to your app, and every step of it appears here as it happens.
    </p>
    <p class="older">
      <a
        id="older"
        href="/_emulator/console?${queryOfFilter(filter)}&amp;before=${rows.olderThan ?? 0}"
        ${rows.olderThan === null ? "hidden" : ""}
        >Show older events</a
      >
    </p>`;
}
