import { authkitProxy } from "@workos-inc/authkit-nextjs";
import { convexAuthKitProxy } from "convex-authkit/nextjs/server";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";

/** The paths that documentation and template leave open. */
const PUBLIC = ["/", "/sign-in", "/sign-up"];
const plain = authkitProxy({ middlewareAuth: { enabled: true, unauthenticatedPaths: PUBLIC } });

/** By the name in `nextjs.ts`. */
const PROXIES: Partial<Record<string, (request: NextRequest, event: NextFetchEvent) => unknown>> = {
  documentation: plain,
  template: authkitProxy({
    eagerAuth: true,
    middlewareAuth: { enabled: true, unauthenticatedPaths: PUBLIC },
  }),
  tokenInRef: plain,
  ours: convexAuthKitProxy({ publicPaths: [...PUBLIC, "/sign-out"] }),
  oursWithoutProxy: plain,
};

export default async function proxy(request: NextRequest, event: NextFetchEvent) {
  const chosen = PROXIES[request.cookies.get("provider")?.value ?? ""];
  return chosen === undefined
    ? new NextResponse("The cookie names no provider.", { status: 400 })
    : await chosen(request, event);
}

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"] };
