export type { ConnectionEvent } from "../connection/connection-event.ts";
export type { Acceptance, ConnectionFailure, ConnectionState } from "../provider/connection-state.ts";
export { useConvexAuthKit } from "../provider/convex-connection-provider.tsx";
export { createConvexClient } from "../provider/convex-client.ts";
export { ConvexAuthKitProvider, type ConvexAuthKitProviderProps } from "./provider.tsx";
