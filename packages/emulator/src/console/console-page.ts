import { html, raw } from "hono/html";
import type { Html } from "../authkit/pages/page.ts";
import type { Emulator } from "../emulator.ts";
import { CONSOLE_STYLE } from "./style/console-style.ts";
import { sidePanels } from "./side-panels.ts";
import { clockPanel } from "./panels/clock-panel.ts";
import { timelineView } from "./timeline/timeline-view.ts";
import type { EventFilter } from "./timeline/event-filter.ts";

/** What the address of the page says. */
export interface ConsoleView {
  filter: EventFilter;
  /** Only events with a lower number are shown. */
  before: number;
}

/** A document in the look of the console. */
export function consoleDocument(title: string, body: Html, script: Html | "" = ""): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · convex-authkit emulator</title>
        ${raw(`<style>${CONSOLE_STYLE}</style>`)}${script}
      </head>
      ${body}
    </html>`;
}

/** The console: the timeline, and everything that can be switched. */
export async function consolePage(emulator: Emulator, view: ConsoleView): Promise<Html> {
  return consoleDocument(
    "Console",
    html`<body>
      <a class="skip" href="#timeline">To the timeline</a>
      <header class="top">
        <div class="brand">
          <h1>Console</h1>
          <p class="origin">convex-authkit emulator — not WorkOS</p>
        </div>
        ${addresses(emulator)} ${clockPanel(emulator.clock)}
        <button type="button" class="small" id="reset" data-do="reset">Reset everything</button>
      </header>
      <noscript
        ><p class="notice">Switches and live events need JavaScript; what is shown does not.</p></noscript
      >
      <div class="panes">
        <main id="timeline" tabindex="-1" aria-labelledby="timeline-title">
          ${timelineView(emulator.timeline.events(), view)}
        </main>
        <aside aria-label="Accounts, sessions, faults and settings">${await sidePanels(emulator)}</aside>
      </div>
      <dialog id="event" aria-labelledby="event-title">
        <form method="dialog"><button class="small" id="close-event">Close</button></form>
        <div id="event-content"></div>
      </dialog>
      <dialog id="sure" aria-labelledby="sure-title">
        <h2 id="sure-title">Back to the start?</h2>
        <p>
          Sessions, accounts that signed up, tables, settings, the clock and the timeline are as they were at
          the start.
        </p>
        <form method="dialog" class="row">
          <button class="small" value="no">Keep everything</button>
          <button class="small strong" value="yes">Reset everything</button>
        </form>
      </dialog>
      <p id="said" role="status"></p>
      <p id="announcer" class="unseen" aria-live="polite"></p>
    </body>`,
    html`<script type="module" src="/_emulator/console/console.js"></script>`,
  );
}

function addresses({ authkit, convexUrl, convexSiteUrl, url }: Emulator): Html {
  const rows = [
    ["AuthKit", authkit === null ? null : url],
    ["Convex", convexUrl],
    ["HTTP actions", convexSiteUrl],
  ].filter((row): row is [string, string] => row[1] !== null);
  return html`<dl class="addresses">
    ${rows.map(
      ([name, address]) =>
        html`<div>
          <dt>${name}</dt>
          <dd><code>${address.replace(/^http:\/\//, "")}</code></dd>
        </div>`,
    )}
  </dl>`;
}
