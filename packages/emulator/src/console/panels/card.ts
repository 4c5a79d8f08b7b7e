import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";

/** A part of the console that can be folded. */
export function card(id: string, title: string | Html, body: Html, options: { isOpen?: boolean } = {}): Html {
  return html`<details class="card" id="${id}" ${options.isOpen === true ? "open" : ""}>
    <summary><h2>${title}</h2></summary>
    <div class="body">${body}</div>
  </details>`;
}

/** A piece that the page replaces as things change, by its name. */
export function livePart(name: string, content: Html): Html {
  return html`<div data-part="${name}">${content}</div>`;
}

/** A button that copies a text. @param what completes "Copy …" for those who do not see where it stands */
export function copyButton(text: string, what: string): Html {
  return html`<button type="button" class="small" data-do="copy" data-text="${text}">
    Copy<span class="unseen"> ${what}</span>
  </button>`;
}
