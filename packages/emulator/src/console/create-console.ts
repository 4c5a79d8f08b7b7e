import { createHash } from "node:crypto";
import { Hono } from "hono";
import { html } from "hono/html";
import type { Html } from "../authkit/pages/page.ts";
import { BadRequest, readBody } from "../control/read-body.ts";
import { foreseeVerdict } from "../control/foresee-verdict.ts";
import type { Emulator } from "../emulator.ts";
import { consoleDocument, consolePage } from "./console-page.ts";
import { consoleScript } from "./console-script.ts";
import { liveState } from "./live-parts.ts";
import { templateLint } from "./panels/settings-panel.ts";
import { verdictView } from "./panels/verdict-view.ts";
import { bugReport } from "./report/bug-report.ts";
import { CONSOLE_STYLE } from "./style/console-style.ts";
import { eventDetails } from "./timeline/event-details.ts";
import { filterFromQuery } from "./timeline/event-filter.ts";
import { eventRows, rowsOf } from "./timeline/event-rows.ts";

const STYLE_HASH = createHash("sha256").update(CONSOLE_STYLE).digest("base64");

/** Its own script and style, requests to itself, and no page around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * The console, a page in the browser: routes below `/_emulator/console`. Pages and pieces of them are written here, on the server,
 * where everything is escaped; what is switched goes to the control endpoint. Who may use it is decided there as well.
 */
export function createConsole(emulator: Emulator): Hono {
  const { timeline, clock } = emulator;
  const app = new Hono().basePath("/_emulator/console");
  app.onError((error) => {
    throw error;
  });

  app.get("/", async (context) => {
    const query = new URL(context.req.url).searchParams;
    return page(
      await consolePage(emulator, { filter: filterFromQuery(query), before: numberOf(query, "before") }),
    );
  });
  app.get("/console.js", async () => answer(await consoleScript(), "text/javascript; charset=utf-8"));
  app.get("/live", async (context) => context.json(await liveState(emulator)));

  app.get("/rows", async (context) => {
    const query = new URL(context.req.url).searchParams;
    const kept = timeline.events();
    const after = query.has("after") ? numberOf(query, "after") : 0;
    const { events, olderThan } = rowsOf(
      kept.filter(({ number }) => number > after),
      filterFromQuery(query),
      numberOf(query, "before"),
    );
    return context.json({
      rows: String(await eventRows(events)),
      olderThan,
      last: kept.at(-1)?.number ?? 0,
    });
  });
  app.get("/events/:number{[0-9]+}", async (context) => {
    const number = Number(context.req.param("number"));
    const event = timeline.events(number - 1).find((one) => one.number === number);
    const content =
      event === undefined
        ? html`<h2 id="event-title">Event ${number} is not kept</h2>
            <p>The timeline was reset, or later events have taken its place.</p>`
        : eventDetails(event);
    const status = event === undefined ? 404 : 200;
    if (context.req.query("fragment") !== undefined) return fragment(content, status);
    return page(consoleDocument(`Event ${number}`, eventBody(content)), status);
  });

  app.post("/verdict", async (context) => {
    const token = (await readBody(context.req.raw)).text("token", "an access token").trim();
    return fragment(verdictView(await foreseeVerdict(emulator, token), clock.now()));
  });
  app.post("/lint", async (context) => {
    const template = (await readBody(context.req.raw)).value("template");
    return fragment(templateLint(typeof template === "string" ? template : null));
  });
  app.get("/report.md", (context) =>
    answer(bugReport(emulator, context.req.header("user-agent") ?? null), "text/plain; charset=utf-8"),
  );
  return app;
}

function eventBody(content: Html): Html {
  return html`<body>
    <header class="top">
      <div class="brand">
        <h1>Console</h1>
        <p class="origin">convex-authkit emulator — not WorkOS</p>
      </div>
    </header>
    <main class="single">
      <p><a href="/_emulator/console">Back to the console</a></p>
      ${content}
    </main>
  </body>`;
}

async function page(document: Html, status = 200): Promise<Response> {
  return answer(String(await document), "text/html; charset=utf-8", status);
}

/** A piece of a page. */
async function fragment(content: Html, status = 200): Promise<Response> {
  return answer(String(await content), "text/html; charset=utf-8", status);
}

function answer(body: string, type: string, status = 200): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": type,
      "content-security-policy": POLICY,
      "cache-control": "no-store",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
    },
  });
}

/** The number of an event in a query; absent: higher than any. */
function numberOf(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null) return Infinity;
  if (!/^\d{1,15}$/.test(text))
    throw new BadRequest(`"${name}" must be the number of an event, not "${text}".`);
  return Number(text);
}
