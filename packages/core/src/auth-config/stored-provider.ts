import type { Unknown } from "./unknown.ts";

/** The algorithms that Convex knows for customJwt providers. */
export const ALGORITHMS = ["RS256", "ES256"] as const;

/** One of them. */
export type ProviderAlgorithm = (typeof ALGORITHMS)[number];

/** A provider as Convex stores it: fields that may not be known hold the marker. */
export type StoredProvider = StoredCustomJwt | StoredOidc | StoredUnknown;

/** A provider of `type: "customJwt"`. */
export interface StoredCustomJwt {
  kind: "customJwt";
  /** Index in the config as written. */
  index: number;
  /** `https://` is in front where the config had no scheme. */
  issuer: string | Unknown;
  /** null where the config has none; an empty text counts as set. */
  applicationID: string | null | Unknown;
  jwks: string | Unknown;
  algorithm: ProviderAlgorithm | Unknown;
}

/** A provider without a type, or of `type: "oidc"`. */
export interface StoredOidc {
  kind: "oidc";
  index: number;
  /** The `domain` of the config: the issuer that its tokens carry. */
  issuer: string | Unknown;
  applicationID: string | Unknown;
}

/** A provider of which not even the type is known. */
export interface StoredUnknown {
  kind: "unknown";
  /** null where it is not even known whether there is one: the whole list is unknown. */
  index: number | null;
  because: string;
}
