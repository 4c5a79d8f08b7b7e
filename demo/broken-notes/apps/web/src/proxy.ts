import { authkitProxy } from "@workos-inc/authkit-nextjs";
import { redirectUri } from "@/redirect-uri";

export default authkitProxy({
  redirectUri: redirectUri(),
  middlewareAuth: {
    enabled: true,
    unauthenticatedPaths: ["/", "/sign-in", "/sign-up"],
  },
});

export const config = {
  matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"],
};
