import { type AuthContext, type AuthKitIdentity, getIdentity } from "./identity.ts";
import { refuse } from "./refusal.ts";
import { type AdminRule, requireAdmin } from "./require.ts";

/** What `debugIdentity` answers. */
export interface DebugIdentity {
  /** The identity as functions see it; null: nobody is signed in for this call. */
  identity: AuthKitIdentity | null;
  /** Which of the claims people read the token does not carry, and so functions never see. */
  missing: string[];
}

const USUAL_CLAIMS = ["email", "email_verified", "name", "org_id", "role", "permissions"] as const;

/**
 * The definition of a query that answers with the caller's identity as functions see it, for a debug page.
 *
 * It answers administrators only, or anyone where the deployment sets `CONVEX_AUTHKIT_DEBUG=1` (for a while:
 * `npx convex env set CONVEX_AUTHKIT_DEBUG 1`, and `npx convex env remove CONVEX_AUTHKIT_DEBUG` afterwards).
 *
 * @example
 * ```ts
 * // convex/debug.ts
 * export const identity = query(debugIdentity({ emailDomains: ["example.com"] }));
 * ```
 */
export function debugIdentity(admins: AdminRule): {
  args: Record<never, never>;
  handler: (ctx: AuthContext) => Promise<DebugIdentity>;
} {
  return {
    args: {},
    async handler(ctx) {
      if (process.env["CONVEX_AUTHKIT_DEBUG"] !== "1")
        await requireAdmin(ctx, admins).catch(() => {
          throw refuse(
            "not-admin",
            "Only administrators see identities here. Set CONVEX_AUTHKIT_DEBUG=1 on the deployment to open it for a while.",
          );
        });
      const identity = await getIdentity(ctx);
      const missing = USUAL_CLAIMS.filter((claim) => identity !== null && identity[claim] === undefined);
      return { identity, missing };
    },
  };
}
