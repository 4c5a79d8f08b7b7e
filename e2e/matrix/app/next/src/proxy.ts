import { convexAuthKitProxy, redirectUri } from "convex-authkit/nextjs/server";

export default convexAuthKitProxy({
  redirectUri: redirectUri(),
  publicPaths: ["/", "/sign-in", "/sign-up", "/sign-out"],
});

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"] };
