import { signOutRoute } from "convex-authkit/nextjs/server";

export const { GET, POST } = signOutRoute();
