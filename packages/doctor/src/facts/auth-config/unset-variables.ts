import { isKnownUnset, type SideVariables } from "../environment/environment.ts";
import type { AuthConfigFact } from "./auth-config.ts";

/** Variables that every Convex deployment has. */
const SYSTEM = new Set(["CONVEX_SITE_URL", "CONVEX_CLOUD_URL"]);

/** Variables that the evaluation of the auth config reads: unset, any one of them fails the push. */
export function requiredVariables({ environment }: AuthConfigFact): AuthConfigFact["environment"] {
  return environment.filter(({ name }) => !SYSTEM.has(name));
}

/** Whether a variable holds a client id by its name: without it sign-in has none, so it has a failure mode of its own. */
export function namesClientId(name: string): boolean {
  return /CLIENT_?ID/i.test(name);
}

/** Those of them that a deployment certainly lacks. */
export function unsetVariables(
  authConfig: AuthConfigFact,
  variables: SideVariables,
): AuthConfigFact["environment"] {
  return requiredVariables(authConfig).filter(({ name }) => isKnownUnset(variables, name));
}
