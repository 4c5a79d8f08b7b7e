import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { Fault, ParameterValue } from "../../faults/fault.ts";
import { codeSpans } from "./code-spans.ts";

/** The switch of a fault: how often, for how long, for whom, and the fault's own parameters. */
export function faultForm({ id, title, parameters }: Fault): Html {
  return html`<form data-do="switch-on" data-fault="${id}" aria-label="${title}">
    <div class="grid">
      ${field(id, "times", "Times", "until switched off", html`inputmode="numeric" pattern="[1-9][0-9]*"`)}
      ${field(id, "for", "For", "60s, 10m …")}
      ${field(id, "user", "Only for the account", "everybody", html`list="accounts-known"`)}
      ${field(id, "session", "Only for the session", "all sessions")}
      ${Object.entries(parameters).map(([name, { default: value, about }]) => parameterField(id, name, value, about))}
    </div>
    <button class="small strong">Switch on</button>
  </form>`;
}

function field(
  id: string,
  name: string,
  label: string,
  placeholder: string,
  attributes: Html | string = "",
): Html {
  return html`<div>
    <label for="${id}-${name}">${label}</label>
    <input
      id="${id}-${name}"
      name="${name}"
      placeholder="${placeholder}"
      autocomplete="off"
      spellcheck="false"
      ${attributes}
    />
  </div>`;
}

/** The default stands in the field, so that nothing happens that is not seen. */
function parameterField(id: string, name: string, value: ParameterValue, about: string): Html {
  const control =
    typeof value === "boolean"
      ? html`<select id="${id}-${name}" name="${name}" aria-describedby="${id}-${name}-about">
          ${[true, false].map((one) => html`<option ${one === value ? "selected" : ""}>${String(one)}</option>`)}
        </select>`
      : html`<input
          id="${id}-${name}"
          name="${name}"
          value="${String(value)}"
          aria-describedby="${id}-${name}-about"
          autocomplete="off"
          spellcheck="false"
        />`;
  return html`<div class="own">
    <label for="${id}-${name}"><code>${name}</code></label>
    ${control}
    <p class="hint" id="${id}-${name}-about">${codeSpans(about)}</p>
  </div>`;
}
