/** Where an app runs: on a developer's machine, as a preview of a branch, or for its users. */
export type Stage = "development" | "preview" | "production";

/** Every stage, in the order in which reports list them. */
export const STAGES: readonly Stage[] = ["development", "preview", "production"];

/** Whose variables: those of the Convex deployment, or those of the app's host (`.env*` files, Vercel, Netlify). */
export type Side = "convex" | "host";
