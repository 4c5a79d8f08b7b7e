import { convexAuthKitProxy } from "convex-authkit/nextjs/server";
import { REDIRECT_URI } from "@/redirect-uri";

export default convexAuthKitProxy({
  redirectUri: REDIRECT_URI,
  publicPaths: ["/", "/sign-in", "/sign-up", "/sign-out", "/sign-in-failed"],
});

export const config = {
  matcher: ["/((?!_next/static|_next/image|icon.svg).*)"],
};
