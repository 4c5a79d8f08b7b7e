import type { Hono } from "hono";
import { createApi } from "../api/create-api.ts";
import type { AuthKitContext } from "../context.ts";
import { addCorsOriginsRoutes } from "./cors-origins-routes.ts";
import { addHomepageRoute } from "./homepage-route.ts";
import { addJwtTemplateRoutes } from "./jwt-template-routes.ts";
import { addRedirectUrisRoutes } from "./redirect-uris-routes.ts";
import { addWebhookEndpointsRoutes } from "./webhook-endpoints-routes.ts";

/**
 * What is set in WorkOS's dashboard, as far as its API manages it: redirect URIs, CORS origins, the homepage, the JWT template,
 * webhook endpoints. Logout URIs have no endpoint there, and none here: they are given when the emulator starts.
 */
export function settingsRoutes(context: AuthKitContext): Hono {
  const api = createApi(context.environment, [
    "/user_management/redirect_uris/*",
    "/user_management/cors_origins/*",
    "/user_management/app_homepage_url",
    "/user_management/jwt_template",
    "/webhook_endpoints/*",
  ]);
  addRedirectUrisRoutes(api, context);
  addCorsOriginsRoutes(api, context);
  addHomepageRoute(api, context);
  addJwtTemplateRoutes(api, context);
  addWebhookEndpointsRoutes(api, context);
  return api;
}
