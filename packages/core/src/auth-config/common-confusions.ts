import { JsonObject, type Json } from "../json/json.ts";
import { asUnknown } from "./config-json.ts";
import { type ConfigError, configError, shapeMessage } from "./config-problem.ts";

/**
 * The mistakes for which Convex has words of its own: it looks for them in every provider before it checks the shape of
 * any. Of one provider only the first is reported, as Convex stops there.
 */
export function findConfusion(provider: Json, index: number): ConfigError | null {
  if (!(provider instanceof JsonObject) || asUnknown(provider) !== null) return null;
  const has = (key: string): boolean => provider.get(key) !== undefined;
  const typeValue = provider.get("type");
  const type = typeof typeValue === "string" ? typeValue : null;

  for (const miscased of ["applicationId", "applicationid"])
    if (has(miscased))
      return confusion(
        "application-id-miscased",
        `Provider at index ${index} must have applicationID property spelled lowercase 'application', capital I, capital D.`,
        `Provider ${index} has the key \`${miscased}\`; the key that Convex reads is \`applicationID\`.`,
        index,
        miscased,
      );
  if (type !== null && type !== "customJwt" && type !== "oidc")
    return confusion(
      "provider-type-unexpected",
      `Provider at index ${index} has unexpected 'type' value '${type}'`,
      `Provider ${index} has the type ${JSON.stringify(type)}; Convex knows "customJwt" and "oidc".`,
      index,
      "type",
    );
  if (type === "customJwt" && has("domain"))
    return confusion(
      "domain-on-custom-jwt",
      `Provider at index ${index} is a customJwt so cannot have a 'domain' specified`,
      `Provider ${index} is of type "customJwt", where the issuer stands in \`issuer\`, not in \`domain\`.`,
      index,
      "domain",
    );
  // Where the type is unknown, `issuer` and `domain` tell nothing about it.
  if (asUnknown(typeValue) !== null) return null;
  if (type !== "customJwt" && has("issuer"))
    return confusion(
      "issuer-on-oidc",
      `Provider at index ${index} is oidc so cannot have an 'issuer' specified.`,
      `Provider ${index} has an \`issuer\` but not \`type: "customJwt"\`, so Convex takes it for an OIDC provider.`,
      index,
      type === null ? "type" : "issuer",
    );
  const issuer = provider.get("issuer");
  if (!has("applicationID") && (issuer === "https://api.workos.com/" || issuer === "https://api.workos.com"))
    return configError(
      "shared-issuer-without-application-id",
      `This auth configuration appears potentially insecure: Provider at index ${index} has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an \`aud\` field of a JWT.`,
      `Provider ${index} would accept the tokens of every WorkOS environment that issues ${issuer}, since it has no \`applicationID\`.`,
      { provider: index, field: "applicationID" },
    );
  return null;
}

function confusion(
  cause: ConfigError["cause"],
  problem: string,
  explanation: string,
  provider: number,
  field: string,
): ConfigError {
  return configError(cause, shapeMessage(problem), explanation, { provider, field });
}
