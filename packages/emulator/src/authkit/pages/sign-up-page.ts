import { html } from "hono/html";
import type { Authorization } from "../sessions/authorizations.ts";
import type { PageContent } from "./page.ts";
import { appName, authorizationField, cancelForm, pageLink, problemBox } from "./page-parts.ts";

export interface SignUpView {
  authorization: Authorization;
  firstName: string;
  lastName: string;
  email: string;
  problem: string | null;
}

/** The page where somebody makes an account. Its address counts as verified: no mail is sent here. */
export function signUpPage({ authorization, firstName, lastName, email, problem }: SignUpView): PageContent {
  const app = appName(authorization.redirectUri);
  return {
    title: `Sign up for ${app}`,
    body: html`
      <h1>Sign up for ${app}</h1>
      <p class="lead">The account lives in this emulator until it is stopped or reset.</p>
      ${problemBox(problem)}
      <form method="post" action="/authkit/sign-up" aria-label="New account">
        ${authorizationField(authorization.id)}
        <div class="fields">
          <div class="pair">
            <div>
              <label for="first-name">First name <span class="optional">(optional)</span></label>
              <input
                id="first-name"
                name="first_name"
                autocomplete="given-name"
                value="${firstName}"
                ${problem === null ? "autofocus" : ""}
              />
            </div>
            <div>
              <label for="last-name">Last name <span class="optional">(optional)</span></label>
              <input id="last-name" name="last_name" autocomplete="family-name" value="${lastName}" />
            </div>
          </div>
          <div>
            <label for="email">E-mail address</label>
            <input
              id="email"
              name="email"
              type="email"
              autocomplete="username"
              required
              value="${email}"
              ${problem === null ? "" : html`autofocus aria-invalid="true" aria-describedby="problem"`}
            />
          </div>
          <div>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" required />
          </div>
          <button class="primary">Sign up</button>
        </div>
      </form>
      <div class="foot">
        <span>Have an account? ${pageLink("sign-in", authorization.id, "Sign in")}</span>
        ${cancelForm(authorization.id)}
      </div>
    `,
  };
}
