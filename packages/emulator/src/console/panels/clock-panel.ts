import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { Clock } from "../../clock/clock.ts";
import { lengthOfTime, timeOfDay } from "../format-time.ts";

const STEPS = [
  ["1m", "+1 min"],
  ["6m", "+6 min"],
  ["1h", "+1 h"],
] as const;

/** The clock of both sides, and how it is moved forward. */
export function clockPanel(clock: Clock): Html {
  return html`<form class="clock" data-do="advance" aria-label="Clock of the emulator">
    <p data-part="clock">${clockState(clock)}</p>
    <div class="buttons">
      ${STEPS.map(([by, name]) => html`<button type="button" class="small" id="advance-${by}" data-do="advance-by" data-by="${by}">${name}</button>`)}
      <label class="unseen" for="advance-by">Move the clock forward by</label>
      <input id="advance-by" name="by" required placeholder="90s, 2d …" size="8" autocomplete="off" />
      <button class="small">Advance</button>
    </div>
  </form>`;
}

/** The time, and how far it is from the machine's own. */
export function clockState(clock: Clock): Html {
  const now = clock.now();
  const offset = now - Date.now();
  const isAway = Math.abs(offset) >= 1_000;
  return html`<time class="now" datetime="${new Date(now).toISOString()}" data-now="${now}"
      >${timeOfDay(now).slice(0, 8)}</time
    >
    <span class="hint"
      >${isAway ? `${lengthOfTime(offset)} ${offset > 0 ? "ahead of" : "behind"} this machine` : "as on this machine"}</span
    >`;
}
