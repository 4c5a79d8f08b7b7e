import { html } from "hono/html";
import type { Authorization } from "../sessions/authorizations.ts";
import type { AccountChoice } from "./account-choices.ts";
import type { PageContent } from "./page.ts";
import { appName, authorizationField, cancelForm, choiceButton, pageLink, problemBox } from "./page-parts.ts";

export interface SignInView {
  authorization: Authorization;
  accounts: AccountChoice[];
  /** The organization that the app asked for, by name. */
  organization: string | null;
  /** What stands in the field for the address. */
  email: string;
  /** What went wrong when an account was picked. */
  problem: string | null;
  /** What is wrong with the address and the password. */
  passwordProblem: string | null;
}

/** The page where somebody picks a test account, or signs in with address and password. */
export function signInPage(view: SignInView): PageContent {
  const { authorization, accounts, organization, email, problem, passwordProblem } = view;
  const app = appName(authorization.redirectUri);
  // Enter picks the first account; after a mistake in the form the form wants attention.
  const isFormFirst =
    accounts.length === 0 ||
    passwordProblem !== null ||
    (email !== "" && accounts[0]?.email.toLowerCase() !== email.toLowerCase());
  return {
    title: `Sign in to ${app}`,
    body: html`
      <h1>Sign in to ${app}</h1>
      ${organization === null ? "" : html`<p class="lead">for the organization ${organization}</p>`}
      ${problemBox(problem)}
      ${
        accounts.length === 0
          ? ""
          : html`<form method="post" action="/authkit/sign-in" aria-label="Test accounts">
                ${authorizationField(authorization.id)}
                <ul class="choices">
                  ${accounts.map(
                    (account, index) =>
                      html`<li>
                        ${choiceButton({
                          name: "account",
                          value: account.userId,
                          badge: account.initials,
                          title: account.name,
                          details: account.details,
                          isFirst: index === 0 && !isFormFirst,
                        })}
                      </li>`,
                  )}
                </ul>
              </form>
              <p class="or">or with a password</p>`
      }
      <form method="post" action="/authkit/sign-in" aria-label="E-mail address and password">
        ${authorizationField(authorization.id)} ${problemBox(passwordProblem)}
        <div class="fields">
          <div>
            <label for="email">E-mail address</label>
            <input
              id="email"
              name="email"
              type="email"
              autocomplete="username"
              required
              value="${email}"
              ${isFormFirst && email === "" ? "autofocus" : ""}
              ${passwordProblem === null ? "" : html`aria-invalid="true" aria-describedby="problem"`}
            />
          </div>
          <div>
            <label for="password">Password</label>
            <input
              id="password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              ${isFormFirst && email !== "" ? "autofocus" : ""}
              ${passwordProblem === null ? "" : html`aria-invalid="true" aria-describedby="problem"`}
            />
          </div>
          <button class="primary">Sign in</button>
        </div>
      </form>
      <div class="foot">
        <span>No account? ${pageLink("sign-up", authorization.id, "Sign up")}</span>
        ${cancelForm(authorization.id)}
      </div>
    `,
  };
}
