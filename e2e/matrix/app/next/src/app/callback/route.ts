import { callbackRoute } from "convex-authkit/nextjs/server";

export const GET = callbackRoute({ returnPathname: "/notes" });
