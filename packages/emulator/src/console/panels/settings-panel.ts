import { lintJwtTemplate, Secret } from "@convex-authkit/core";
import { html } from "hono/html";
import type { AuthKitEnvironment } from "../../authkit/environment.ts";
import type { Html } from "../../authkit/pages/page.ts";
import { issuerOf } from "../../authkit/tokens/access-token.ts";
import { lengthOfTime } from "../format-time.ts";
import { copyButton } from "./card.ts";

const LISTS = [
  ["redirectUris", "Redirect URIs", "One on a line; the first is the default."],
  ["corsOrigins", "CORS origins", "One on a line."],
  ["logoutUris", "Sign-out redirects", "One on a line."],
] as const;

/** What WorkOS's dashboard would show, and may be changed here. */
export function settingsPanel(environment: AuthKitEnvironment): Html {
  const { clientId, apiKey, type, sessionLifetime, inactivityTimeout } = environment;
  const fields = settingsFields(environment);
  return html`<dl class="facts">
      <div>
        <dt>client ID</dt>
        <dd><code>${clientId}</code> ${copyButton(clientId, "the client ID")}</dd>
      </div>
      <div>
        <dt>API key</dt>
        <dd><code>${new Secret(apiKey).toString()}</code></dd>
      </div>
      <div>
        <dt>issuer of tokens</dt>
        <dd><code>${issuerOf(environment)}</code></dd>
      </div>
      <div>
        <dt>environment</dt>
        <dd>${type}</dd>
      </div>
      <div>
        <dt>sessions</dt>
        <dd>
          end after ${lengthOfTime(sessionLifetime * 1000)}, unused ones after
          ${lengthOfTime(inactivityTimeout * 1000)}
        </dd>
      </div>
    </dl>
    <form data-do="settings" aria-label="Settings of the environment">
      ${LISTS.map(
        ([name, label, about]) =>
          html`<label for="${name}">${label}</label>
            <textarea
              id="${name}"
              name="${name}"
              rows="${Math.max(2, environment[name].length)}"
              spellcheck="false"
              aria-describedby="${name}-about"
            >
${fields[name]}</textarea>
            <p class="hint" id="${name}-about">${about}</p>`,
      )}
      <label for="homepageUrl">Homepage</label>
      <input
        id="homepageUrl"
        name="homepageUrl"
        value="${fields.homepageUrl}"
        placeholder="none"
        spellcheck="false"
      />
      <label for="tokenLifetime">Life of an access token, in seconds</label>
      <input id="tokenLifetime" name="tokenLifetime" value="${fields.tokenLifetime}" inputmode="numeric" />
      <label for="jwtTemplate">JWT template</label>
      <textarea
        id="jwtTemplate"
        name="jwtTemplate"
        rows="6"
        spellcheck="false"
        placeholder="none"
        aria-describedby="lint"
      >
${fields.jwtTemplate}</textarea>
      <div id="lint">${templateLint(environment.jwtTemplate)}</div>
      <button class="small strong">Save</button>
    </form>`;
}

/** The settings as they stand in the fields of the form. */
export function settingsFields(environment: AuthKitEnvironment) {
  const { redirectUris, corsOrigins, logoutUris, homepageUrl, tokenLifetime, jwtTemplate } = environment;
  return {
    redirectUris: redirectUris.join("\n"),
    corsOrigins: corsOrigins.join("\n"),
    logoutUris: logoutUris.join("\n"),
    homepageUrl: homepageUrl ?? "",
    tokenLifetime: String(tokenLifetime),
    jwtTemplate: jwtTemplate ?? "",
  };
}

/** What WorkOS and Convex make of a template. @param template null or blank: none */
export function templateLint(template: string | null): Html {
  if (template === null || template.trim() === "")
    return html`<p class="hint">No template: tokens carry no e-mail address and no audience.</p>`;
  const { problems, claims, valid } = lintJwtTemplate(template);
  return html`<p class="hint">
      ${valid ? "WorkOS would save it." : "WorkOS refuses it."}
      ${
        claims.length === 0
          ? ""
          : html`It adds
            ${claims.map(({ name }, index) => html`${index === 0 ? "" : ", "}<code>${name}</code>`)}.`
      }
    </p>
    <ul class="plain">
      ${problems.map(
        ({ severity, message, position: { line, column } }) =>
          html`<li>
            <span
              class="pill"
              data-outcome="${severity === "error" ? "refused" : severity === "warning" ? "fault" : "info"}"
              >${severity}</span
            >
            line ${line}, column ${column}: ${message}
          </li>`,
      )}
    </ul>`;
}
