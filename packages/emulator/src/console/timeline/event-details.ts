import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { HttpExchange, TimelineEvent } from "../../timeline/event.ts";
import { timeOfDay } from "../format-time.ts";

const SIDES = { authkit: "AuthKit", convex: "Convex" };

const SUBJECTS: readonly [keyof NonNullable<TimelineEvent["subject"]>, string][] = [
  ["email", "account"],
  ["userId", "user"],
  ["organizationId", "organization"],
  ["sessionId", "session"],
  ["clientId", "client"],
  ["connectionId", "connection"],
];

/** All there is to say about an event: whom it is about, its detail, and its HTTP exchange. */
export function eventDetails(event: TimelineEvent): Html {
  const { number, time, side, step, kind, outcome, title, subject = {}, detail, http } = event;
  return html`<h2 id="event-title">${title}</h2>
    <dl class="facts">
      ${fact("outcome", html`<span class="outcome" data-outcome="${outcome}">${outcome}</span>`)}
      ${fact("step", step)} ${fact("what", `${SIDES[side]}, ${kind}`)}
      ${fact("when", `${timeOfDay(time)}, event ${number}`)}
      ${event.fault ? fact("fault", html`<code>${event.fault}</code>`) : ""}
      ${
        event.failureMode
          ? fact(
              "failure mode",
              html`<code>${event.failureMode}</code>
                <span class="hint"
                  >More about it: <code>npx convex-authkit explain ${event.failureMode}</code></span
                >`,
            )
          : ""
      }
      ${SUBJECTS.map(([key, name]) => (subject[key] ? fact(name, html`<code>${subject[key]}</code>`) : ""))}
    </dl>
    ${detail === undefined || Object.keys(detail).length === 0 ? "" : block(html`<h3>Detail</h3>`, "Detail", JSON.stringify(detail, null, 2))}
    ${http === undefined ? "" : exchange(http)}`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function exchange(http: HttpExchange): Html {
  const isAnswered = http.status !== 0;
  return html`<h3>HTTP exchange</h3>
    <p class="line">
      <code>${http.method} ${http.url}</code> ${
        isAnswered
          ? `was answered with ${http.status} after ${Math.round(http.durationMs)} ms`
          : "got no answer"
      }
    </p>
    ${headers("Request headers", http.requestHeaders)} ${body("Request body", http.requestBody)}
    ${headers("Response headers", http.responseHeaders)} ${body("Response body", http.responseBody)}`;
}

function headers(title: string, values: Record<string, string>): Html | "" {
  const names = Object.entries(values);
  if (names.length === 0) return "";
  return block(html`<h4>${title}</h4>`, title, names.map(([name, value]) => `${name}: ${value}`).join("\n"));
}

function body(title: string, text: string | null): Html | "" {
  return text === null ? "" : block(html`<h4>${title}</h4>`, title, indented(text));
}

/** JSON in lines; anything else as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A text of any length that is read as it stands. It takes the keyboard, so that it can be scrolled. */
function block(heading: Html, title: string, text: string): Html {
  return html`${heading}
    <pre tabindex="0" role="group" aria-label="${title}"><code>${text}</code></pre>`;
}
