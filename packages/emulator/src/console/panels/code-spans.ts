import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";

/** A sentence in which what stands between backticks is code. */
export function codeSpans(sentence: string): Html {
  return html`${sentence.split("`").map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}
