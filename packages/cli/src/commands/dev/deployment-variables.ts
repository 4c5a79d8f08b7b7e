import { expectedIssuers, expectedJwksUrl } from "@convex-authkit/core";
import { requiredVariables } from "@convex-authkit/doctor/facts/auth-config/unset-variables";
import { readEnvFile } from "@convex-authkit/doctor/facts/environment/env-file";
import type { Location } from "@convex-authkit/doctor/facts/location";
import { UserError } from "../../user-error.ts";
import type { DevFacts } from "./dev-facts.ts";

/** The variables of the emulated deployment. */
export interface DeploymentVariables {
  variables: Record<string, string>;
  /** What the auth config or the functions read and nobody gave. The auth config is refused without its own. */
  missing: { name: string; location: Location; by: "auth config" | "functions" }[];
}

/** The emulator's own values that functions may ask for. */
interface OwnValues {
  clientId: string;
  apiKey: string;
  hostname: string;
  port: string;
}

/** Variables that every deployment has by itself, and those that tell a build or a test. */
const SYSTEM = /^(?:CONVEX_(?:CLOUD_|SITE_)?URL|NODE_ENV|CI|VITEST\w*|JEST\w*)$/;

/**
 * The deployment's variables: what was given, and the emulated environment's own id and key under the names that the auth
 * config and the functions read. Env files are not asked: they hold the app's variables, not the deployment's.
 *
 * @param given by name, the last one of a name counts: `--convex-env development=FILE`, then `--env NAME=VALUE`
 */
export function deploymentVariables(
  facts: DevFacts,
  own: OwnValues,
  given: Readonly<Record<string, string>>,
): DeploymentVariables {
  const reads: DeploymentVariables["missing"] = [
    ...(facts.backend === null ? [] : requiredVariables(facts.backend.authConfig)).map(
      ({ name, location }) => ({
        name,
        location,
        by: "auth config" as const,
      }),
    ),
    ...(facts.app?.reads.reads ?? [])
      .filter(({ side, whenUnset }) => side === "convex" && whenUnset !== "fallback")
      .map(({ name, location }) => ({ name, location, by: "functions" as const })),
  ];
  const variables: Record<string, string> = { WORKOS_CLIENT_ID: own.clientId };
  for (const { name } of reads) {
    const value = ownValue(name, own);
    if (value !== null) variables[name] = value;
  }
  Object.assign(variables, given);
  const seen = new Set<string>();
  const missing = reads.filter(({ name }) => {
    if (seen.has(name) || SYSTEM.test(name) || Object.hasOwn(variables, name)) return false;
    seen.add(name);
    return true;
  });
  return { variables, missing };
}

function ownValue(name: string, own: OwnValues): string | null {
  if (
    /CLIENT_?ID$/.test(name) &&
    !/GOOGLE|GITHUB|SLACK|DISCORD|STRIPE|CLERK|AUTH0|APPLE|MICROSOFT|AZURE/.test(name)
  )
    return own.clientId;
  if (/^WORKOS_(?:API|SECRET)_KEY$/.test(name)) return own.apiKey;
  // The auth config names WorkOS's addresses; the emulator answers for them.
  if (/^WORKOS_(?:JWT_)?ISSUER(?:_URL)?$/.test(name)) return expectedIssuers(own.clientId).userManagement;
  if (/^WORKOS_JWKS_UR[IL]$/.test(name)) return expectedJwksUrl(own.clientId);
  if (name === "WORKOS_API_HOSTNAME") return own.hostname;
  if (name === "WORKOS_API_PORT") return own.port;
  return name === "WORKOS_API_HTTPS" ? "false" : null;
}

/** An env file that `--convex-env development=FILE` or another stage named. */
export interface GivenFile {
  file: string;
  text: string;
}

/**
 * What was given on the command line.
 *
 * @param assignments values of `--env`
 * @throws UserError for one that is no assignment
 */
export function givenVariables(
  files: readonly GivenFile[],
  assignments: readonly string[],
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const { file, text } of files)
    for (const { name, text: value } of readEnvFile(file, text)) given[name] = value ?? "";
  for (const assignment of assignments) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined || value === undefined) {
      const shown = /^[A-Za-z_]\w*$/.test(assignment) ? ` --env ${assignment}=VALUE` : " --env NAME=VALUE";
      throw new UserError(`--env needs a name and a value:${shown}.`);
    }
    given[name] = value;
  }
  return given;
}
