import type { AuthKitContext } from "../../context.ts";
import type { WaitingSignIn } from "../../sessions/organization-choices.ts";
import { apiRefusal } from "../refusal.ts";

/**
 * The organization of somebody who signs in and names none: the only one they belong to.
 *
 * @returns null: they belong to none
 * @throws {Refusal} 403 `organization_selection_required` for members of several, with what the choice needs
 */
export function onlyOrganization(
  { directory, organizationChoices }: Pick<AuthKitContext, "directory" | "organizationChoices">,
  signIn: WaitingSignIn,
): string | null {
  const [first, ...more] = directory.activeMemberships(signIn.userId);
  if (first === undefined) return null;
  if (more.length === 0) return first.organization_id;
  throw apiRefusal(
    403,
    "organization_selection_required",
    "The user must choose an organization to finish their authentication.",
    {
      pending_authentication_token: organizationChoices.wait(signIn),
      organizations: [first, ...more].map((membership) => ({
        id: membership.organization_id,
        name: membership.organization_name,
      })),
      user: directory.user(signIn.userId),
    },
  );
}
