/**
 * Why Convex refuses an auth config when it is pushed.
 *
 * - `config-default-export-missing`: there is no default export, or it is null
 * - `config-not-serializable`: `JSON.stringify` fails on it (a bigint, a cycle) or gives nothing (a function)
 * - `config-providers-missing`: the default export has no `providers`
 * - `config-providers-not-a-list`: `providers`, or the default export itself, has the wrong type
 * - `config-too-deep`: more than 127 levels of objects and arrays, or text that is no Unicode
 * - `application-id-miscased`: a key `applicationId` or `applicationid`
 * - `provider-type-unexpected`: `type` is a text other than `customJwt` and `oidc`
 * - `domain-on-custom-jwt`: a customJwt provider has a `domain`
 * - `issuer-on-oidc`: a provider without `type: "customJwt"` has an `issuer`
 * - `shared-issuer-without-application-id`: the issuer `https://api.workos.com` has no `applicationID`
 * - `provider-not-an-object`: an element of `providers` is no object
 * - `provider-field-missing`: a required field is absent
 * - `provider-field-wrong-type`: a field has another type than a string
 * - `algorithm-unsupported`: `algorithm` is neither `RS256` nor `ES256`
 * - `issuer-not-a-url`: `issuer` or `domain` is not the URL of a host
 */
export type ConfigCause =
  | "config-default-export-missing"
  | "config-not-serializable"
  | "config-providers-missing"
  | "config-providers-not-a-list"
  | "config-too-deep"
  | "application-id-miscased"
  | "provider-type-unexpected"
  | "domain-on-custom-jwt"
  | "issuer-on-oidc"
  | "shared-issuer-without-application-id"
  | "provider-not-an-object"
  | "provider-field-missing"
  | "provider-field-wrong-type"
  | "algorithm-unsupported"
  | "issuer-not-a-url";

/** The failure mode to which a cause belongs; null where the catalogue has none. */
export const FAILURE_MODE_OF_CONFIG_CAUSE: Record<ConfigCause, string | null> = {
  "config-default-export-missing": null,
  "config-not-serializable": null,
  "config-providers-missing": "provider-type-mixup",
  "config-providers-not-a-list": "provider-type-mixup",
  "config-too-deep": null,
  "application-id-miscased": "application-id-miscased",
  "provider-type-unexpected": "provider-type-mixup",
  "domain-on-custom-jwt": "provider-type-mixup",
  "issuer-on-oidc": "provider-type-mixup",
  "shared-issuer-without-application-id": "shared-issuer-without-application-id",
  "provider-not-an-object": "provider-type-mixup",
  "provider-field-missing": "provider-type-mixup",
  "provider-field-wrong-type": "provider-type-mixup",
  "algorithm-unsupported": "provider-type-mixup",
  "issuer-not-a-url": null,
};

/** One reason for which Convex refuses an auth config. */
export interface ConfigError {
  cause: ConfigCause;
  failureMode: string | null;
  /** What the CLI and the push API report. */
  code: "InvalidAuthConfig";
  /** Convex's words without the prefix that a push puts in front. */
  message: string;
  /** Convex's words as the CLI prints them. */
  pushMessage: string;
  /** Index in `providers` as written; null where the error is about the config as a whole. */
  provider: number | null;
  /** The field at fault, which Convex often does not name; null where it is about no field. */
  field: string | null;
  /** What is wrong, in our words: one sentence with this config's values. */
  explanation: string;
}

/** What Convex accepts without a word although it is open, without effect or not what it looks like. */
export interface ConfigRemark {
  /**
   * - `shared-issuer-unguarded`: an issuer that many applications share, without a check of the audience: every
   *   application's tokens are accepted. Convex's own guard knows `https://api.workos.com` alone, in two spellings.
   * - `application-id-empty`: an empty `applicationID` counts as set, so only tokens with an empty audience match
   * - `providers-empty`: no token is ever accepted
   * - `provider-repeated`: an identical provider stands further up; Convex stores it once
   * - `provider-shadowed`: the same issuer stands there without `applicationID`; that one is tried first and there is no
   *   second try
   * - `jwks-not-a-url`: Convex does not look at `jwks` before the first token arrives, and then fails
   * - `jwks-over-http`: keys that anyone between Convex and that host can replace
   * - `value-with-quotes-or-space`: quotes or white space around a value, which Convex keeps
   * - `value-holds-undefined`: the text `undefined` or `null` stands where an environment variable was meant
   * - `property-ignored`: a property that Convex does not know
   */
  kind:
    | "shared-issuer-unguarded"
    | "application-id-empty"
    | "providers-empty"
    | "provider-repeated"
    | "provider-shadowed"
    | "jwks-not-a-url"
    | "jwks-over-http"
    | "value-with-quotes-or-space"
    | "value-holds-undefined"
    | "property-ignored";
  failureMode: string | null;
  provider: number | null;
  field: string | null;
  /** One sentence with this config's values. */
  explanation: string;
}

const PUSH_PREFIX = "The pushed auth config is invalid: ";

/** Makes an error; `message` is Convex's, `explanation` ours. */
export function configError(
  cause: ConfigCause,
  message: string,
  explanation: string,
  place: { provider?: number; field?: string } = {},
): ConfigError {
  return {
    cause,
    failureMode: FAILURE_MODE_OF_CONFIG_CAUSE[cause],
    code: "InvalidAuthConfig",
    message,
    pushMessage: PUSH_PREFIX + message,
    provider: place.provider ?? null,
    field: place.field ?? null,
    explanation,
  };
}

/** Puts Convex's prefix for a config of the wrong shape in front. */
export function shapeMessage(problem: string): string {
  return `auth config file must include a list of provider credentials: ${problem}`;
}
