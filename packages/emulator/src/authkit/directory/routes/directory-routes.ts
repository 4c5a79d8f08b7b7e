import type { Hono } from "hono";
import { notEmulated } from "../../api/api-error.ts";
import { createApi } from "../../api/create-api.ts";
import type { AuthKitContext } from "../../context.ts";
import { addMembershipsRoutes } from "./memberships-routes.ts";
import { addOrganizationsRoutes } from "./organizations-routes.ts";
import { addRolesRoutes } from "./roles-routes.ts";
import { addUsersRoutes } from "./users-routes.ts";

/**
 * WorkOS's API for users, organizations, memberships, roles and permissions. Shapes, statuses and codes:
 * https://workos.com/docs/reference and https://github.com/workos/openapi-spec.
 */
export function directoryRoutes(context: AuthKitContext): Hono {
  const api = createApi(context.environment, [
    "/user_management/users/*",
    "/user_management/organization_memberships/*",
    "/user_management/invitations/*",
    "/user_management/magic_auth/*",
    "/user_management/password_reset/*",
    "/user_management/email_verification/*",
    "/organizations/*",
    "/authorization/*",
  ]);
  addUsersRoutes(api, context);
  addOrganizationsRoutes(api, context);
  addMembershipsRoutes(api, context);
  addRolesRoutes(api, context);
  for (const [path, what] of NOT_EMULATED)
    api.all(path, () => {
      throw notEmulated(what);
    });
  return api;
}

/** What the SDKs can ask for that needs mail, a second factor or products beyond sign-in. */
const NOT_EMULATED: readonly (readonly [path: string, what: string])[] = [
  ["/user_management/invitations/*", "invitations"],
  ["/user_management/magic_auth/*", "Magic Auth codes"],
  ["/user_management/password_reset/*", "password resets"],
  ["/user_management/email_verification/*", "e-mail verification"],
  ["/user_management/users/:id/email_verification/*", "e-mail verification"],
  ["/user_management/users/:id/email_change/*", "e-mail changes by code"],
  ["/user_management/users/:id/auth_factors", "authentication factors"],
  ["/user_management/users/:id/api_keys", "API keys of users"],
  ["/user_management/users/:id/feature-flags", "feature flags"],
  ["/organizations/:id/api_keys", "API keys of organizations"],
  ["/organizations/:id/feature-flags", "feature flags"],
  ["/organizations/:id/groups/*", "groups"],
  ["/organizations/:id/audit_logs_retention", "audit logs"],
  ["/authorization/resources/*", "resources below organizations"],
  ["/authorization/groups/*", "groups"],
];
