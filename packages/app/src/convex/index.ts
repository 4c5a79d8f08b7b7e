export { debugIdentity, type DebugIdentity } from "./debug-identity.ts";
export { type AuthContext, type AuthKitIdentity, getIdentity } from "./identity.ts";
export type { RefusalData } from "./refusal.ts";
export {
  type AdminRule,
  requireAdmin,
  requireOrganization,
  requirePermission,
  requireRole,
  requireUser,
} from "./require.ts";
