export { AuthDebugGate, type AuthDebugGateProps, type GateUser } from "./auth-debug-gate.tsx";
export { callbackRoute, type CallbackRouteOptions } from "./callback-route.ts";
export { convexAuthKitProxy, type ConvexAuthKitProxyOptions } from "./proxy.ts";
export { redirectUri, type RedirectUriOptions } from "./redirect-uri.ts";
export { type RouteHandler, signInRoute, signOutRoute, type SignOutRoute } from "./routes.ts";
export { getConvexToken, getInitialAuth } from "./session.ts";
export { signInFailure, type SignInFailure, type SignInFailureKind } from "./sign-in-failure.ts";
