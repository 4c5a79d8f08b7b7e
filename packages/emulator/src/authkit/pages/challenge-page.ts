import { html } from "hono/html";
import type { Authorization } from "../sessions/authorizations.ts";
import type { PageContent } from "./page.ts";
import { appName, authorizationField, cancelForm, problemBox } from "./page-parts.ts";

/** What stops a script that fills in forms: WorkOS's bot protection, as far as a test can tell. */
export function challengePage(authorization: Authorization, problem: string | null): PageContent {
  return {
    title: "Verify you are human",
    body: html`
      <h1>Verify you are human</h1>
      <p class="lead">Before you sign in to ${appName(authorization.redirectUri)}.</p>
      ${problemBox(problem)}
      <form method="post" action="/authkit/challenge" aria-label="Challenge">
        ${authorizationField(authorization.id)}
        <div class="fields"><button class="primary" autofocus>I am human</button></div>
      </form>
      <p class="hint">
        The fault hosted-page-challenge is on. WorkOS asks the same of sign-ins that look automated, which is
        why scripts that fill in its pages stop here.
      </p>
      <div class="foot">${cancelForm(authorization.id)}</div>
    `,
  };
}
