import { callbackRoute } from "convex-authkit/nextjs/server";

export const GET = callbackRoute({ returnPathname: "/notes", failurePage: "/sign-in-failed" });
