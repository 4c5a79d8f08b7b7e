"use client";

export type { ConnectionEvent } from "../connection/connection-event.ts";
export type { Acceptance, ConnectionFailure, ConnectionState } from "../provider/connection-state.ts";
export { useConvexAuthKit } from "../provider/convex-connection-provider.tsx";
export { createConvexClient } from "../provider/convex-client.ts";
export { ConvexAuthKitProvider, type ConvexAuthKitProviderProps } from "./provider.tsx";
export { AuthKitProvider, type AuthKitProviderProps } from "./authkit-provider.tsx";
export { AuthCallback, type AuthCallbackProps } from "./auth-callback.tsx";
export { SignInButton, type SignInButtonProps } from "./sign-in-button.tsx";
export { SignOutButton, type SignOutButtonProps } from "./sign-out-button.tsx";
