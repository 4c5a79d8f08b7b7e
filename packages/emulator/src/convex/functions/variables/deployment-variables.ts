import type { Faults } from "../../../faults/switchboard.ts";
import type { ConvexOptions } from "../../convex.ts";
import { checkVariable, checkVariables } from "./variable-rules.ts";

type Values = Record<string, string>;

/** The variables of a deployment. */
export interface DeploymentVariables {
  /** All of them as functions see them now: those the deployment has by itself, and changed by the faults that are on. */
  now(own?: Values): Values;
  /** What would be set after a change. @throws {VariableError} in Convex's words */
  with(name: string, value: string | null): Values;
  /** Makes a change. */
  keep(own: Values): void;
}

/** @throws {VariableError} in Convex's words, where a variable to start with breaks Convex's rules */
export function createVariables(
  faults: Faults,
  { variables, url, siteUrl }: Pick<ConvexOptions, "variables" | "url" | "siteUrl">,
): DeploymentVariables {
  // These two are the deployment's own; a list of an existing deployment's variables may hold them.
  const { CONVEX_CLOUD_URL: _cloud, CONVEX_SITE_URL: _site, ...given } = variables;
  for (const [name, value] of Object.entries(given)) checkVariable(name, value);
  checkVariables(given);
  let own: Values = given;
  return {
    now(values = own) {
      const all = { ...values, CONVEX_CLOUD_URL: url, CONVEX_SITE_URL: siteUrl };
      const { value } = faults.decide("deploymentVariables", all, { endpoint: null, subject: {} });
      return value;
    },
    with(name, value) {
      const { [name]: _before, ...others } = own;
      if (value === null) return others;
      checkVariable(name, value);
      const changed = { ...others, [name]: value };
      checkVariables(changed);
      return changed;
    },
    keep(values) {
      own = values;
    },
  };
}
