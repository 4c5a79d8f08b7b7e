import type { Hono } from "hono";
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
    "/organizations/*",
    "/authorization/*",
  ]);
  addUsersRoutes(api, context);
  addOrganizationsRoutes(api, context);
  addMembershipsRoutes(api, context);
  addRolesRoutes(api, context);
  return api;
}
