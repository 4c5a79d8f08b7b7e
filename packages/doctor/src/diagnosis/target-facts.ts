import type { Facts, FactName } from "../facts/facts.ts";
import type { AuthConfigFact } from "../facts/auth-config/auth-config.ts";
import { isMissing, missing, type Known } from "../facts/missing.ts";
import type { Target } from "../facts/target.ts";

/**
 * The facts that concern one target, by name; where the target has no app or no backend, theirs are missing.
 */
export function targetFacts(facts: Facts, target: Target): (name: FactName) => Known<unknown> {
  const app = target.app === null ? undefined : facts.apps[target.app];
  const backend = target.backend === null ? undefined : facts.backends[target.backend];
  const known: Record<string, Known<unknown>> = { ...facts.project, ...app, ...backend };
  if (backend !== undefined && "authConfig" in backend)
    known["authConfig"] = readableAuthConfig(backend.authConfig);
  const absent = app === undefined ? "no app is in evidence" : "its Convex backend is not in this project";
  return (name) => known[name] ?? missing(absent);
}

/** What nobody could evaluate is no evidence: neither for a fault nor for its absence. */
function readableAuthConfig(authConfig: Known<AuthConfigFact>): Known<AuthConfigFact> {
  if (isMissing(authConfig) || authConfig.problem === null) return authConfig;
  // That Convex refuses it is known, whatever its providers are.
  if (authConfig.refused !== undefined) return authConfig;
  const { file, line } = authConfig.problem.location;
  return missing(`the auth config could not be evaluated (${file}:${line})`);
}
