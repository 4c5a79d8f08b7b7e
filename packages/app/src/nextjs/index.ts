"use client";

export type { ConnectionEvent } from "../connection/connection-event.ts";
export type { Acceptance, ConnectionFailure, ConnectionState } from "../provider/connection-state.ts";
export { createConvexClient } from "../provider/convex-client.ts";
export { useConvexAuthKit } from "../provider/convex-connection-provider.tsx";
export type { InitialAuth } from "./initial-auth.ts";
export { ConvexAuthKitProvider, type ConvexAuthKitProviderProps } from "./provider.tsx";
export {
  SignInButton,
  type SignInButtonProps,
  SignOutButton,
  type SignOutButtonProps,
} from "./sign-in-buttons.tsx";
