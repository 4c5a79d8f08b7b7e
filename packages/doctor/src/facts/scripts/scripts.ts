import type { Location } from "../location.ts";
import type { ConvexPush } from "./convex-push.ts";

/** What the scripts of every package.json run. */
export interface ScriptsFact {
  commands: ScriptCommand[];
  /** The commands among them that push to Convex. */
  pushes: ConvexPush[];
}

/** One program that a script runs. */
export interface ScriptCommand {
  /** Folder of the package.json. */
  packageDir: string;
  /** Name of the script. */
  script: string;
  /** Program and arguments, runners such as `npx` left out, secrets taken out. */
  words: string[];
  /** Folder it runs in, relative to the root; null when that cannot be told. */
  dir: string | null;
  /** Names of variables set in front of it. */
  sets: string[];
  /** Env files that it is told to load, relative to the root. */
  envFiles: string[];
  /** The tool that adds variables from elsewhere, e.g. `doppler run`; null when none does. */
  injectedBy: string | null;
  location: Location;
}
