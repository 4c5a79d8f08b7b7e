import { findConfusion } from "./common-confusions.ts";
import { readConfigJson } from "./config-json.ts";
import { type ConfigError, type ConfigRemark, configError } from "./config-problem.ts";
import { readIssuerUrl } from "./issuer-url.ts";
import { readProviderShape } from "./provider-shape.ts";
import { remarksAbout } from "./remarks.ts";
import type { StoredProvider } from "./stored-provider.ts";

/** What Convex says to an auth config when it is pushed. */
export interface ConfigValidation {
  /**
   * Empty where the push is accepted. Convex reports the first alone; the others would follow one by one. At most one
   * for each provider.
   */
  errors: ConfigError[];
  /** What it accepts without a word; worth knowing. */
  remarks: ConfigRemark[];
  /** The providers as they would be stored, in the order in which they are written; only those without an error. */
  providers: StoredProvider[];
}

/**
 * Checks an auth config as Convex does when it is pushed.
 *
 * @param config the default export of `auth.config.ts`, unvalidated; where a value is not known it holds the marker
 *   `{ unknown: "why" }`, which is never an error. Environment variables are the caller's business.
 */
export function validateAuthConfig(config: unknown): ConfigValidation {
  const json = readConfigJson(config);
  if (json.kind === "error") return { errors: [json.error], remarks: [], providers: [] };
  if (json.kind === "unknown")
    return {
      errors: [],
      remarks: [],
      providers: [{ kind: "unknown", index: null, because: json.because }],
    };

  // Convex goes through all providers once for each kind of check, so a later provider's confusion comes before an
  // earlier one's wrong shape.
  const confusions: ConfigError[] = [];
  const shapeErrors: ConfigError[] = [];
  const urlErrors: ConfigError[] = [];
  const providers: StoredProvider[] = [];
  json.providers.forEach((written, index) => {
    const confusion = findConfusion(written, index);
    if (confusion !== null) return void confusions.push(confusion);
    const shape = readProviderShape(written, index);
    if ("error" in shape) return void shapeErrors.push(shape.error);
    const stored = withIssuerUrl(shape.provider);
    if ("error" in stored) return void urlErrors.push(stored.error);
    providers.push(stored.provider);
  });
  return {
    errors: [...confusions, ...shapeErrors, ...urlErrors],
    remarks: remarksAbout(json.providers, providers),
    providers,
  };
}

function withIssuerUrl(provider: StoredProvider): { provider: StoredProvider } | { error: ConfigError } {
  if (provider.kind === "unknown" || typeof provider.issuer !== "string") return { provider };
  const reading = readIssuerUrl(provider.issuer);
  if ("stored" in reading) return { provider: { ...provider, issuer: reading.stored } };
  const field = provider.kind === "oidc" ? "domain" : "issuer";
  const explanation = `The \`${field}\` of provider ${provider.index} is not the URL of a host: ${JSON.stringify(provider.issuer)}.`;
  return {
    error: configError("issuer-not-a-url", reading.problem, explanation, {
      provider: provider.index,
      field,
    }),
  };
}
