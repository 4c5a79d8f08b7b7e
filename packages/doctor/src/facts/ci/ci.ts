import type { ConvexPush } from "../scripts/convex-push.ts";

/** What CI and hosting builds do with Convex. */
export interface CiFact {
  /** Files that were read: workflows, `netlify.toml`, `vercel.json` and the like. */
  files: string[];
  /** Commands that push to a Convex deployment, also through package.json scripts. */
  pushes: ConvexPush[];
  /** Names of the variables that the files set, anywhere. */
  sets: string[];
}
