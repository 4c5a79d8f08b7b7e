import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { Emulator } from "../../emulator.ts";

/** Where a token is pasted, and judged as the deployment would judge it now. */
export function tokenPanel({ authkit, convex }: Pick<Emulator, "authkit" | "convex">): Html {
  if (convex === null)
    return html`<p class="empty">Tokens are judged by the Convex side, which was left out at the start.</p>`;
  const accounts = authkit?.accounts() ?? [];
  return html`<form data-do="judge" aria-label="Verdict of a token">
      <label for="token">Access token</label>
      <textarea
        id="token"
        name="token"
        rows="4"
        spellcheck="false"
        autocomplete="off"
        placeholder="eyJ…"
      ></textarea>
      <button class="small strong">Would Convex accept it?</button>
    </form>
    ${
      accounts.length === 0
        ? ""
        : html`<form data-do="sign-in" aria-label="A token of an account">
            <label for="token-account">Or take one of</label>
            <div class="row">
              <select id="token-account" name="email">
                ${accounts.map(({ email }) => html`<option>${email}</option>`)}
              </select>
              <button class="small">Sign in and judge</button>
            </div>
          </form>`
    }
    <div id="verdict" role="status"></div>`;
}
