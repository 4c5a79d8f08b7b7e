import { redirectUri } from "convex-authkit/nextjs/server";

/** Where AuthKit returns to on this deployment; convex.json registers the same for each stage. */
export const REDIRECT_URI = redirectUri({ path: "/callback" });
