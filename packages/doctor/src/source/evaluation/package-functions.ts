import { isNullish } from "../conditions.ts";
import { concat } from "../make-value.ts";
import type { Value } from "../value.ts";
import { callSchema } from "./environment-schemas.ts";
import type { PackageCall, PackageFunction } from "./machine.ts";

/**
 * What is known about functions of packages that occur in configuration. Facts about published packages, so each
 * names where it comes from.
 */
export const KNOWN_PACKAGE_FUNCTIONS: Readonly<Record<string, PackageFunction>> = {
  "@convex-dev/workos-authkit#new AuthKit().getAuthConfigProviders": workosProviders,
  // Functions that give back what they are given, for the sake of its type.
  "vite#defineConfig": identity,
  "vitest/config#defineConfig": identity,
  "convex/server#defineAuthConfig": identity,
  "next#defineConfig": identity,
  "zod#*": callSchema,
  "zod/v4#*": callSchema,
  "zod/v3#*": callSchema,
  "zod/mini#*": callSchema,
  "@t3-oss/env-core#*": callSchema,
  "@t3-oss/env-nextjs#*": callSchema,
  "envalid#*": callSchema,
};

function identity(call: PackageCall): Value | undefined {
  const [first] = call.args;
  return first?.kind === "object" ? first : undefined;
}

/**
 * `getAuthConfigProviders()` of `new AuthKit(component, options)`: the provider for the shared issuer with the client
 * id as audience, and the one for the issuer of the client id. The client id is `options.clientId`, else the variable
 * WORKOS_CLIENT_ID; the issuers are at `options.apiHostname`, the keys always at api.workos.com.
 * Source: src/client/index.ts of @convex-dev/workos-authkit 0.2.9.
 */
function workosProviders(call: PackageCall): Value | undefined {
  const options = call.before.at(-1)?.args[1];
  const { at } = call;
  const text = (value: string): Value => ({ kind: "string", value, ...at });
  const option = (name: string, otherwise: Value): Value | undefined => {
    if (options === undefined || options.kind === "undefined") return otherwise;
    if (options.kind !== "object" || options.open) return undefined;
    const value = call.member(options, name);
    const nullish = isNullish(value);
    if (nullish === true) return otherwise;
    if (nullish === false) return value;
    if (value.kind !== "env" || value.fallback !== null) return undefined;
    return { ...value, fallback: { value: otherwise, when: "missing" } };
  };
  const clientId = option("clientId", call.env("WORKOS_CLIENT_ID"));
  const host = option("apiHostname", text("api.workos.com"));
  if (clientId === undefined || host === undefined) return undefined;
  const provider = (issuer: readonly Value[], further: readonly { key: string; value: Value }[]) =>
    call.object(
      [
        { key: "type", value: text("customJwt") },
        { key: "issuer", value: concat([text("https://"), host, ...issuer], at) },
        { key: "algorithm", value: text("RS256") },
        { key: "jwks", value: concat([text("https://api.workos.com/sso/jwks/"), clientId], at) },
        ...further,
      ],
      false,
    );
  return call.array([
    provider([text("/")], [{ key: "applicationID", value: clientId }]),
    provider([text("/user_management/"), clientId], []),
  ]);
}
