import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { Fault } from "../../faults/fault.ts";
import type { ActiveFault } from "../../faults/switchboard.ts";
import { parseDuration } from "../../clock/duration.ts";
import { lengthOfTime } from "../format-time.ts";
import { codeSpans } from "./code-spans.ts";
import { faultForm } from "./fault-form.ts";
import { livePart } from "./card.ts";

const SIDES = { authkit: "WorkOS AuthKit", convex: "Convex" };

/** What can go wrong, each with its switch. */
export function faultsPanel(known: readonly Fault[], active: readonly ActiveFault[], now: number): Html {
  return html`${livePart("faults", activeFaults(active, known, now))}
    <label for="find-fault">Find a fault</label>
    <input id="find-fault" type="search" placeholder="429, JWKS, cookie …" autocomplete="off" />
    ${(["authkit", "convex"] as const).map(
      (side) =>
        html`<section class="faults">
          <h3>${SIDES[side]}</h3>
          ${known.filter((fault) => fault.side === side).map(faultSwitch)}
        </section>`,
    )}`;
}

/** The faults that are on, with what they have done so far. @param now milliseconds since 1970 */
export function activeFaults(active: readonly ActiveFault[], known: readonly Fault[], now: number): Html {
  if (active.length === 0)
    return html`<p class="empty">No fault is on: both sides behave as in production.</p>`;
  return html`<ul class="list">
      ${active.map(
        (one) =>
          html`<li data-on="${one.id}">
            <p class="line">
              <strong>${codeSpans(known.find(({ id }) => id === one.id)?.title ?? one.id)}</strong>
              <button
                type="button"
                class="small"
                id="off-${one.id}"
                data-do="switch-off"
                data-fault="${one.id}"
              >
                Switch off<span class="unseen"> ${one.id}</span>
              </button>
            </p>
            <p class="line hint"><code>${one.id}</code> ${reachOf(one, now)}</p>
          </li>`,
      )}
    </ul>
    ${
      active.length > 1
        ? html`<p>
            <button type="button" class="small" id="off-all" data-do="switch-off">Switch all off</button>
          </p>`
        : ""
    }`;
}

/** How many are on, for the head of the folded card. */
export function faultsOn(active: readonly ActiveFault[]): Html {
  return html`${active.length === 0 ? "" : html`<span class="pill" data-outcome="fault">${active.length} on</span>`}`;
}

/** For how often, how long and whom it is on, in words. */
function reachOf(
  { times, hits, for: length, since, user, session, parameters }: ActiveFault,
  now: number,
): string {
  const done = hits === 0 ? "nothing hit so far" : `${hits === 1 ? "1 request" : `${hits} requests`} hit`;
  return [
    times === undefined ? done : `${done} of ${times}`,
    ...(length === undefined ? [] : [`for another ${lengthOfTime(since + parseDuration(length) - now)}`]),
    ...(user === undefined ? [] : [`only for ${user}`]),
    ...(session === undefined ? [] : [`only for ${session}`]),
    ...Object.entries(parameters).map(([name, value]) => `${name}: ${String(value)}`),
  ].join(", ");
}

function faultSwitch(fault: Fault): Html {
  return html`<details class="fault" data-fault="${fault.id}">
    <summary>
      <span class="title">${codeSpans(fault.title)}</span>
      <span class="pill" data-outcome="fault" hidden>on</span>
      <code>${fault.id}</code>
    </summary>
    <p>${codeSpans(fault.about)}</p>
    <p class="hint">
      ${
        fault.provokes.length === 0
          ? "An outage: every app has to survive it."
          : html`Leads into
            ${fault.provokes.map((id, index) => html`${index === 0 ? "" : ", "}<code>${id}</code>`)}.`
      }
    </p>
    ${faultForm(fault)}
  </details>`;
}
