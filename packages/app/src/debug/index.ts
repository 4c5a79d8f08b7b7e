// Not "use client" as a whole: a server component of Next.js hands `workosAuthConfig(…)` to the page.
export { AuthDebug, type AuthDebugProps } from "./auth-debug.tsx";
export { workosAuthConfig } from "./workos-auth-config.ts";
