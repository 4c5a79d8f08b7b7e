import { html } from "hono/html";
import type { OrganizationMembership, User } from "../directory/objects.ts";
import type { Authorization } from "../sessions/authorizations.ts";
import type { PageContent } from "./page.ts";
import { appName, authorizationField, cancelForm, choiceButton, pageLink, problemBox } from "./page-parts.ts";

export interface OrganizationView {
  authorization: Authorization;
  user: User;
  memberships: OrganizationMembership[];
  problem: string | null;
}

/** The page where a member of several organizations chooses the one to sign in to. */
export function organizationPage({
  authorization,
  user,
  memberships,
  problem,
}: OrganizationView): PageContent {
  return {
    title: "Choose an organization",
    body: html`
      <h1>Choose an organization</h1>
      <p class="lead">${user.email} signs in to ${appName(authorization.redirectUri)} as a member of one.</p>
      ${problemBox(problem)}
      <form method="post" action="/authkit/organization" aria-label="Organizations">
        ${authorizationField(authorization.id)}
        <ul class="choices">
          ${memberships.map(
            (membership, index) =>
              html`<li>
                ${choiceButton({
                  name: "organization",
                  value: membership.organization_id,
                  badge: ([...membership.organization_name][0] ?? "?").toUpperCase(),
                  title: membership.organization_name,
                  details: [membership.roles.map(({ slug }) => slug).join(", ")],
                  isFirst: index === 0,
                })}
              </li>`,
          )}
        </ul>
      </form>
      <div class="foot">
        ${pageLink("sign-in", authorization.id, "Use another account")} ${cancelForm(authorization.id)}
      </div>
    `,
  };
}
