import { html } from "hono/html";
import type { Html } from "../../authkit/pages/page.ts";
import type { DeploymentState } from "../../convex/convex.ts";

/** What is deployed, and what is wrong with it. */
export function deploymentState({ functions, authConfig, problem, notEmulated }: DeploymentState): Html {
  return html`${
      problem === null
        ? ""
        : html`<div class="verdict" data-outcome="refused">
            <h3>Convex would refuse this push</h3>
            <pre tabindex="0" role="group" aria-label="Convex's message"><code>${problem}</code></pre>
          </div>`
    }
    ${
      notEmulated.length === 0
        ? ""
        : html`<h3>Not emulated</h3>
            <ul class="plain">
              ${notEmulated.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>`
    }
    <h3>Auth config</h3>
    ${
      authConfig === null || authConfig === undefined
        ? html`<p class="hint">None is deployed: every token is refused.</p>`
        : html`<pre
            tabindex="0"
            role="group"
            aria-label="Auth config"
          ><code>${JSON.stringify(authConfig, null, 2)}</code></pre>`
    }
    <h3>${functions.length === 1 ? "1 function" : `${functions.length} functions`}</h3>
    <ul class="plain functions">
      ${functions.map(
        ({ path, kind, visibility }) =>
          html`<li>
            <code>${path}</code>
            <span class="hint">${visibility === "internal" ? "internal " : ""}${kind}</span>
          </li>`,
      )}
    </ul>`;
}

/** Sets a variable of the deployment, as `npx convex env set` does. */
export function variableForm(): Html {
  return html`<form data-do="variable" aria-label="Variable of the deployment">
    <h3>Set a variable</h3>
    <div class="grid">
      <div>
        <label for="variable-name">Name</label>
        <input
          id="variable-name"
          name="name"
          required
          autocomplete="off"
          spellcheck="false"
          placeholder="WORKOS_CLIENT_ID"
        />
      </div>
      <div>
        <label for="variable-value">Value</label>
        <input id="variable-value" name="value" autocomplete="off" spellcheck="false" />
      </div>
    </div>
    <div class="row">
      <button class="small strong" name="set" value="set">Set</button>
      <button class="small" name="set" value="remove">Remove</button>
    </div>
  </form>`;
}
