import type { Stage } from "./stage.ts";

/** What is judged: one app with one Convex backend in one stage. One of the two may be absent. */
export interface Target {
  /** Folder of the app; null for a backend that no app of this project uses. */
  app: string | null;
  /** Functions folder of the backend; null for an app whose backend is not in this project. */
  backend: string | null;
  stage: Stage;
}
