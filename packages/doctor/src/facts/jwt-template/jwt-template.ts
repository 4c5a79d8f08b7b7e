import type { Location } from "../location.ts";
import type { Stage } from "../stage.ts";

/** A WorkOS JWT template that was handed in: what it adds to every access token. */
export interface JwtTemplateFact {
  /** The stage it belongs to; null when the user did not say: then it counts for all. */
  stage: Stage | null;
  file: string;
  problems: TemplateProblem[];
  /** The claims it adds; null when it cannot be parsed. */
  claims: TemplateClaim[] | null;
  /** Size of the rendered claims for a sample user, in UTF-8 bytes; WorkOS allows 3,072. Null when it cannot be rendered. */
  renderedBytes: number | null;
  /** The identity that functions would see for a sample user. */
  sampleIdentity: Record<string, unknown> | null;
}

/** Something wrong with a template, or worth knowing. */
export interface TemplateProblem {
  /** As the lint of `@convex-authkit/core` names it, e.g. `reserved-claim`. */
  code: string;
  severity: "error" | "warning" | "note";
  message: string;
  /** The claim concerned. */
  claim: string | null;
  location: Location;
}

/** A claim that a template adds at the top level. */
export interface TemplateClaim {
  name: string;
  /** Whether some users' tokens lack it. */
  mayBeAbsent: boolean;
  /** Its values where they are written out: one for a string, several for an array; null for one that depends on the user. */
  literals: (string | null)[];
}
