import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { EventFilter } from "./event-filter.ts";
import type { StepState } from "./chain-state.ts";

const LAST = { ok: "last one fine", refused: "last one refused", fault: "last one changed by a fault" };

/** The chain as the head of the timeline's lanes. Each step is a switch that shows its events alone. */
export function chainView(states: readonly StepState[], filter: EventFilter): Html {
  return html`<fieldset class="chain">
    <legend class="unseen">Show the events of</legend>
    <label class="station every">
      <input type="radio" name="step" value="" ${filter.step === null ? "checked" : ""} />
      <span class="name">all steps</span>
    </label>
    ${states.map(
      (state) =>
        html`<label class="station" data-step="${state.step}">
          <input
            type="radio"
            name="step"
            value="${state.step}"
            ${filter.step === state.step ? "checked" : ""}
          />
          <span class="name">${state.step}</span>
          <span class="state" data-part="step-${state.step}">${stepState(state)}</span>
        </label>`,
    )}
  </fieldset>`;
}

/** How a step stands: how many events, and how the last one ended. */
export function stepState({ events, last }: StepState): Html {
  return html`<span class="count"
      >${events}<span class="unseen"> ${events === 1 ? "event" : "events"}</span></span
    ><span class="dot" data-outcome="${last ?? "none"}"></span
    ><span class="unseen">${last === null ? "" : LAST[last]}</span>`;
}
