import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import { copyButton } from "./card.ts";

/** The provider by which a real development deployment accepts tokens of this machine. */
export function providerPanel(snippet: string): Html {
  return html`<p>
      A Convex development deployment in the cloud cannot reach this machine. With this provider in the list
      of its
      <code>convex/auth.config.ts</code>, the keys of this emulator in it, it accepts the emulator's tokens.
    </p>
    <pre tabindex="0" role="group" aria-label="Provider for auth.config.ts"><code>${snippet}</code></pre>
    <p>${copyButton(snippet, "the provider")}</p>`;
}

/** What others need to see what happened here; no secret is in it. */
export function reportPanel(): Html {
  return html`<p>Versions, settings, the chain and the last events, as Markdown without secrets.</p>
    <div class="row">
      <button type="button" class="small strong" data-do="copy-report">Copy what a bug report needs</button>
      <a href="/_emulator/console/report.md">Read it first</a>
    </div>
    <h3>The whole timeline</h3>
    <ul class="plain">
      <li>
        <a href="/_emulator/timeline.har" download="convex-authkit.har">HAR</a>, for browsers and
        <code>npx convex-authkit FILE.har</code>
      </li>
      <li>
        <a href="/_emulator/timeline" download="convex-authkit-timeline.json">JSON</a>, events without an
        exchange included
      </li>
    </ul>`;
}
