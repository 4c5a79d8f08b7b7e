import type { Location } from "../location.ts";
import type { ConvexPush } from "../scripts/convex-push.ts";
import type { Stage } from "../stage.ts";

/** A shell text that CI or a host runs. */
export interface CiCommand {
  where: Exclude<ConvexPush["where"], "script">;
  text: string;
  /** Folder it runs in, relative to the root; null when that cannot be told. */
  dir: string | null;
  /** Variables that the file sets for it, as written. */
  variables: Record<string, string>;
  /** The stage that triggers, conditions and environment names speak of; null when they do not. */
  stage: Stage | null;
  /** The place of an offset of `text` in the file. */
  at(offset: number, command: string): Location;
}
