import { html } from "hono/html";
import type { Account } from "../../authkit/accounts.ts";
import type { Html } from "../../authkit/pages/page.ts";
import { copyButton } from "./card.ts";

/** Who can sign in, and with what. */
export function accountsPanel(accounts: readonly Account[]): Html {
  if (accounts.length === 0)
    return html`<p class="empty">There is no account yet. Sign up on the page that AuthKit shows.</p>`;
  return html`<ul class="list">
      ${accounts.map(accountRow)}
    </ul>
    <datalist id="accounts-known">
      ${accounts.map(({ email }) => html`<option value="${email}"></option>`)}
    </datalist>`;
}

function accountRow({ email, password, firstName, lastName, memberships = [] }: Account): Html {
  const name = [firstName, lastName].filter(Boolean).join(" ");
  return html`<li>
    <p class="line">
      <strong>${email}</strong> ${name === "" ? "" : html`<span class="hint">${name}</span>`}
    </p>
    <p class="line">
      ${
        password === undefined
          ? html`<span class="hint">No password: it is picked on the sign-in page.</span>`
          : html`<span class="hint">Password</span>
              <code>${password}</code> ${copyButton(password, `the password of ${email}`)}`
      }
    </p>
    ${
      memberships.length === 0
        ? ""
        : html`<p class="line hint">
            ${memberships.map(
              ({ organization, roles = [] }) =>
                html`<span class="pill"
                  >${organization}${roles.length === 0 ? "" : `: ${roles.join(", ")}`}</span
                > `,
            )}
          </p>`
    }
  </li>`;
}
