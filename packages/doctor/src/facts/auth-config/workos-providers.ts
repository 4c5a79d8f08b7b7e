import { readIssuer, type IssuerReading } from "@convex-authkit/core";
import type { AuthConfigFact, ConfiguredProvider } from "./auth-config.ts";
import { fieldText, type FieldText } from "./provider-text.ts";
import type { SideVariables } from "../environment/environment.ts";

/** A provider of type customJwt with what its issuer says, for one stage. */
export interface ProviderReading {
  provider: ConfiguredProvider;
  /** null when it could not be evaluated. */
  issuer: FieldText | null;
  /** null when the issuer could not be evaluated. */
  reading: IssuerReading | null;
  applicationID: ApplicationId;
  jwks: FieldText | null;
}

/** The audience that a provider asks for. */
export type ApplicationId = { kind: "absent" } | { kind: "text"; value: FieldText } | { kind: "unknown" };

/**
 * Reads the customJwt providers of an auth config for one stage. Client ids that come from a variable whose value is
 * not in evidence stay as `${NAME}`, which compares equal to itself.
 *
 * @param variables the Convex side of the stage, null for none
 */
export function readProviders(
  authConfig: AuthConfigFact,
  variables: SideVariables | null,
): ProviderReading[] {
  const custom = authConfig.providers.filter(({ fields }) => {
    const type = fieldText(fields.type, null);
    return type === null ? fields.type.kind === "unknown" : type.text === "customJwt";
  });
  const apiHosts = custom.flatMap(({ fields }) => {
    const jwks = fieldText(fields.jwks, variables);
    const host = jwks === null ? null : /^https:\/\/([^/]+)\/sso\/jwks\//.exec(jwks.text)?.[1];
    return host ? [host] : [];
  });
  return custom.map((provider) => {
    const issuer = fieldText(provider.fields.issuer, variables);
    return {
      provider,
      issuer,
      reading: issuer === null ? null : readIssuer(issuer.text, { apiHosts }),
      applicationID: readApplicationId(provider, variables),
      jwks: fieldText(provider.fields.jwks, variables),
    };
  });
}

function readApplicationId(provider: ConfiguredProvider, variables: SideVariables | null): ApplicationId {
  const field = provider.fields.applicationID;
  const value = fieldText(field, variables);
  if (value !== null) return { kind: "text", value };
  // Convex treats null like an absent key.
  if (field.kind === "absent" || (field.kind === "other" && field.shown === "null"))
    return { kind: "absent" };
  return { kind: "unknown" };
}

/** Whether the issuer belongs to one client id: a token with it needs no audience to be told from other apps'. */
export function isOwnIssuer({ reading }: ProviderReading): boolean {
  return reading !== null && ["user-management", "sso", "convex"].includes(reading.form);
}

/** Whether the issuer is one that AuthKit session tokens carry. */
export function isWorkosIssuer(provider: ProviderReading): boolean {
  return isOwnIssuer(provider) || provider.reading?.form === "api-origin";
}

/** Whether an auth config names WorkOS as an issuer of tokens. */
export function acceptsWorkos(authConfig: AuthConfigFact): boolean {
  return readProviders(authConfig, null).some(isWorkosIssuer);
}
