import type { Hono } from "hono";
import type { AuthKitContext } from "../context.ts";
import { ApiError, notEmulated } from "./api-error.ts";
import { createApi } from "./create-api.ts";

/**
 * What the SDKs can ask for and this emulator does not have: it needs mail, a second factor, or a product beyond sign-in. A test
 * holds docs/emulator.md to this list.
 */
export const NOT_EMULATED: Record<string, readonly string[]> = {
  invitations: ["/user_management/invitations/*"],
  "Magic Auth codes": ["/user_management/magic_auth/*"],
  "password resets": ["/user_management/password_reset/*"],
  "e-mail verification": [
    "/user_management/email_verification/*",
    "/user_management/users/:id/email_verification/*",
    "/user_management/users/:id/email_change/*",
  ],
  "authentication factors": ["/user_management/users/:id/auth_factors", "/auth/*"],
  waitlists: ["/user_management/waitlists/*", "/user_management/waitlist_entries/*"],
  "API keys of users and organizations": [
    "/api_keys/*",
    "/user_management/users/:id/api_keys",
    "/organizations/:id/api_keys",
  ],
  "feature flags": [
    "/sdk/feature-flags",
    "/feature-flags/*",
    "/user_management/users/:id/feature-flags",
    "/organizations/:id/feature-flags",
  ],
  "resources below organizations": ["/authorization/resources/*"],
  groups: ["/organizations/:id/groups/*", "/authorization/groups/*"],
  "audit logs": ["/audit_logs/*", "/organizations/:id/audit_logs_retention"],
  "the events API": ["/events"],
  "single sign-on connections": ["/connections/*", "/profiles/*", "/sso/token", "/sso/profile"],
  "directory sync": ["/directories/*", "/directory_users/*", "/directory_groups/*"],
  "the admin portal": ["/portal/*"],
  "the widgets API": ["/widgets/*"],
  Connect: ["/connect/*", "/authkit/oauth2/complete"],
  Radar: ["/radar/*", "/user_management/radar_challenges/*"],
  Vault: ["/vault/*"],
  "organization domains": ["/organization_domains/*"],
};

/** Answers such requests with 501 and a sentence, in the place of a 404 that reads as if something was missing. */
export function notEmulatedRoutes({ environment }: AuthKitContext): Hono {
  const api = createApi(environment, Object.values(NOT_EMULATED).flat());
  for (const [what, paths] of Object.entries(NOT_EMULATED))
    for (const path of paths)
      api.all(path, () => {
        throw notEmulated(what);
      });

  // authkit-nextjs asks before every sign-in where WORKOS_CLAIM_TOKEN is set, and passes over this answer alone in silence.
  api.post("/x/one-shot-environments/claim-nonces", () => {
    throw new ApiError(409, { message: "This environment is claimed already.", code: "already_claimed" });
  });
  return api;
}
