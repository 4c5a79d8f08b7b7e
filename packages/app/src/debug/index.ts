"use client";

export { AuthDebug, type AuthDebugProps } from "./auth-debug.tsx";
export { workosAuthConfig } from "./workos-auth-config.ts";
