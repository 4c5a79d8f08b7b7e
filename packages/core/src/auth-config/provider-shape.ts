import { JsonObject, type Json } from "../json/json.ts";
import { asUnknown } from "./config-json.ts";
import { type ConfigError, configError, shapeMessage } from "./config-problem.ts";
import { ALGORITHMS, type ProviderAlgorithm, type StoredProvider } from "./stored-provider.ts";
import { type Unknown, unknown } from "./unknown.ts";

/** The one message that Convex has for every wrong shape of a provider. */
const NO_VARIANT = shapeMessage("data did not match any variant of untagged enum SerializedAuthInfo");

/** A provider with the right shape, or why Convex refuses it. The issuer is still as written. */
export type ShapeReading = { provider: StoredProvider } | { error: ConfigError };

/**
 * Checks the fields of one provider. Properties that Convex does not know are allowed. The error names the field, which
 * Convex does not.
 */
export function readProviderShape(json: Json, index: number): ShapeReading {
  const because = asUnknown(json);
  if (because !== null) return { provider: { kind: "unknown", index, because } };
  if (!(json instanceof JsonObject))
    return refuse("provider-not-an-object", `Provider ${index} is no object.`, index, null);
  const type = json.get("type");
  const unknownType = asUnknown(type);
  if (unknownType !== null) return { provider: { kind: "unknown", index, because: unknownType } };
  if (type === "customJwt") return readCustomJwt(json, index);
  if (type !== undefined && type !== null && type !== "oidc")
    return refuse(
      "provider-field-wrong-type",
      `The \`type\` of provider ${index} is no text.`,
      index,
      "type",
    );
  return readOidc(json, index);
}

function readCustomJwt(json: JsonObject, index: number): ShapeReading {
  const issuer = readText(json, "issuer", index);
  if ("error" in issuer) return issuer;
  const jwks = readText(json, "jwks", index);
  if ("error" in jwks) return jwks;
  const algorithm = readAlgorithm(json, index);
  if ("error" in algorithm) return algorithm;
  const applicationID = readOptionalText(json, "applicationID", index);
  if ("error" in applicationID) return applicationID;
  return {
    provider: {
      kind: "customJwt",
      index,
      issuer: issuer.value,
      jwks: jwks.value,
      algorithm: algorithm.value,
      applicationID: applicationID.value,
    },
  };
}

function readOidc(json: JsonObject, index: number): ShapeReading {
  const domain = readText(json, "domain", index);
  if ("error" in domain) return domain;
  const applicationID = readText(json, "applicationID", index);
  if ("error" in applicationID) return applicationID;
  return { provider: { kind: "oidc", index, issuer: domain.value, applicationID: applicationID.value } };
}

type FieldReading<Value> = { value: Value } | { error: ConfigError };

function readText(json: JsonObject, field: string, index: number): FieldReading<string | Unknown> {
  const value = json.get(field);
  if (value === undefined)
    return refuse("provider-field-missing", `Provider ${index} has no \`${field}\`.`, index, field);
  const optional = readOptionalText(json, field, index);
  if ("value" in optional && optional.value === null) return wrongType(field, index, "null");
  return optional as FieldReading<string | Unknown>;
}

function readOptionalText(
  json: JsonObject,
  field: string,
  index: number,
): FieldReading<string | null | Unknown> {
  const value = json.get(field);
  if (value === undefined || value === null) return { value: null };
  const because = asUnknown(value);
  if (because !== null) return { value: unknown(because) };
  return typeof value === "string" ? { value } : wrongType(field, index, typeName(value));
}

function readAlgorithm(json: JsonObject, index: number): FieldReading<ProviderAlgorithm | Unknown> {
  const text = readText(json, "algorithm", index);
  if ("error" in text || typeof text.value !== "string") return text as FieldReading<Unknown>;
  const known = ALGORITHMS.find((algorithm) => algorithm === text.value);
  if (known !== undefined) return { value: known };
  return refuse(
    "algorithm-unsupported",
    `The \`algorithm\` of provider ${index} is ${JSON.stringify(text.value)}; Convex knows "RS256" and "ES256".`,
    index,
    "algorithm",
  );
}

function wrongType(field: string, index: number, found: string): { error: ConfigError } {
  return refuse(
    "provider-field-wrong-type",
    `The \`${field}\` of provider ${index} is ${found}, where a text belongs.`,
    index,
    field,
  );
}

function typeName(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof JsonObject) return "an object";
  return typeof value === "boolean" ? "a boolean" : "a number";
}

function refuse(
  cause: ConfigError["cause"],
  explanation: string,
  provider: number,
  field: string | null,
): { error: ConfigError } {
  return {
    error: configError(cause, NO_VARIANT, explanation, field === null ? { provider } : { provider, field }),
  };
}
