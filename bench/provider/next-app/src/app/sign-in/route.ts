import { signInRoute } from "convex-authkit/nextjs/server";

export const GET = signInRoute();
