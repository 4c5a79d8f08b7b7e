import { normalizeIssuer, readClientId } from "@convex-authkit/core";
import type { AuthConfigFact } from "./auth-config.ts";
import { fieldText } from "./provider-text.ts";
import { isOwnIssuer, readProviders } from "./workos-providers.ts";
import type { JwtTemplateFact } from "../jwt-template/jwt-template.ts";
import type { Location } from "../location.ts";

/** A WorkOS provider that skips every token without a certain audience, and no twin of it that does not. */
export interface AudienceDemand {
  subject: string;
  issuer: string;
  applicationID: string;
  /** Whether the value is a client id, or a variable that holds one by its name. */
  isClientId: boolean;
  location: Location;
  /** Whether a token with this issuer is meant for the provider. */
  isFor(issuer: string | null): boolean;
}

/**
 * The providers of the user_management form (and, if asked for, of the shared issuer) that demand an audience.
 * A twin with the same issuer and no `applicationID` takes the token instead, so such a provider demands nothing.
 */
export function audienceDemands(
  authConfig: AuthConfigFact,
  { sharedIssuer = false }: { sharedIssuer?: boolean } = {},
): AudienceDemand[] {
  if (authConfig.state !== "evaluated") return [];
  const providers = readProviders(authConfig, null);
  return providers.flatMap((one) => {
    const { provider, issuer, reading, applicationID } = one;
    const isMeant = isOwnIssuer(one) || (sharedIssuer && reading?.form === "api-origin");
    if (!isMeant || issuer === null || reading === null || applicationID.kind !== "text") return [];
    const twin = providers.some(
      (other) => other.applicationID.kind === "absent" && other.reading?.normalized === reading.normalized,
    );
    if (twin || authConfig.open) return [];
    const { value } = applicationID;
    // A value from a variable counts as a client id unless its name says otherwise: it cannot be seen from here.
    const isClientId =
      value.environment.length > 0 ||
      ["well-formed", "unusual", "mock", "placeholder"].includes(readClientId(value.text).kind);
    const pattern = issuerPattern(fieldText(provider.fields.issuer, null)?.text ?? "");
    return [
      {
        subject: `${authConfig.file}#${provider.index}`,
        issuer: issuer.text,
        applicationID: value.text,
        isClientId,
        location: value.location,
        isFor: (actual) => actual !== null && pattern.test(normalizeIssuer(actual)),
      },
    ];
  });
}

/** A normalised issuer with variables in it, as a pattern that any value of a variable fits. */
function issuerPattern(issuer: string): RegExp {
  const pieces = normalizeIssuer(issuer).split(/\$\{\w+\}/);
  return new RegExp(`^${pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^/]+")}$`);
}

/**
 * The audience that a JWT template adds: its values (null for one that depends on the user), empty when it adds none.
 *
 * @returns null when the template cannot be read
 */
export function templateAudience(template: JwtTemplateFact): (string | null)[] | null {
  if (template.claims === null) return null;
  const claim = template.claims.find(({ name }) => name === "aud");
  return claim === undefined ? [] : claim.literals;
}
