import { html } from "hono/html";
import type { Html } from "./page.ts";

/** The hidden field that says which sign-in a form belongs to. */
export function authorizationField(id: string): Html {
  return html`<input type="hidden" name="authorization" value="${id}" />`;
}

/** The box above a form that was refused. */
export function problemBox(problem: string | null): Html | "" {
  return problem === null ? "" : html`<p class="problem" id="problem" role="alert">${problem}</p>`;
}

/** A row to be pressed. @param name and value: the form field that it sends */
export function choiceButton(choice: {
  name: string;
  value: string;
  badge: string;
  title: string;
  details: string[];
  isFirst: boolean;
}): Html {
  return html`<button
    class="choice"
    name="${choice.name}"
    value="${choice.value}"
    ${choice.isFirst ? "autofocus" : ""}
  >
    <span class="badge" aria-hidden="true">${choice.badge}</span>
    <span>
      <span class="name">${choice.title}</span>
      ${choice.details.map((detail) => html`<span class="detail">${detail}</span>`)}
    </span>
    <span class="arrow" aria-hidden="true">→</span>
  </button>`;
}

/** The button that goes back to the app without signing in. */
export function cancelForm(authorizationId: string): Html {
  return html`<form method="post" action="/authkit/cancel">
    ${authorizationField(authorizationId)}
    <button class="plain">Cancel</button>
  </form>`;
}

/** A link to a page of the same sign-in. */
export function pageLink(path: "sign-in" | "sign-up", authorizationId: string, text: string): Html {
  return html`<a href="/authkit/${path}?authorization=${encodeURIComponent(authorizationId)}">${text}</a>`;
}

/** What people call the app that they sign in to: its host, or the scheme of a native app. */
export function appName(redirectUri: string): string {
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  return url === null || url.host === "" ? (redirectUri.split(":")[0] ?? redirectUri) : url.host;
}
