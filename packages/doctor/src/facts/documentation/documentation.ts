import type { Location } from "../location.ts";

/** Where the project tells a newcomer which variables to set. */
export interface DocumentationFact {
  /** Every variable name that is written down somewhere, with the first place. */
  names: Record<string, Location>;
  /** Where guides name `convex auth add`, which the Convex CLI does not have: the first place of each file. */
  convexAuthAdd: Location[];
  /** Example env files, the place where a missing name belongs. */
  exampleFiles: string[];
}
