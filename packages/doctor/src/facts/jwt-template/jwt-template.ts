import type { Stage } from "../stage.ts";

/** A WorkOS JWT template that was handed in: what it adds to every access token. */
export interface JwtTemplateFact {
  /** The stage it belongs to; null when the user did not say: then it counts for all. */
  stage: Stage | null;
  file: string;
  /** What is wrong with it, as sentences with their place. */
  problems: { message: string; line: number; column: number }[];
  /** The claims it adds; null when it cannot be parsed. */
  claims: TemplateClaim[] | null;
  /** Size of the rendered claims for a sample user, in UTF-8 bytes; WorkOS allows 3,072. Null when it cannot be rendered. */
  renderedBytes: number | null;
  /** The identity that functions would see for a sample user. */
  sampleIdentity: Record<string, unknown> | null;
}

/** A claim that a template adds at the top level. */
export interface TemplateClaim {
  name: string;
  /** Its values where they are written out: one for a string, several for an array; null for one that depends on the user. */
  literals: (string | null)[];
}
