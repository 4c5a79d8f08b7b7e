import type { AuthKitEnvironment } from "./environment.ts";

/** Where Next.js and Vite serve an app in development. */
const DEVELOPMENT_ORIGINS = ["http://localhost:3000", "http://localhost:5173"];

/**
 * The environment the emulator has where nothing else is said: a sandbox created today. Client id and API key are the same
 * on every machine and evidently not WorkOS's, so that they may stand in files and never reach production unnoticed.
 */
export const STANDARD_ENVIRONMENT: Readonly<AuthKitEnvironment> = {
  clientId: "client_emulator",
  apiKey: "sk_test_emulator",
  type: "sandbox",
  issuer: "user_management",
  tokenLifetime: 300,
  sessionLifetime: 30 * 24 * 60 * 60,
  inactivityTimeout: 7 * 24 * 60 * 60,
  redirectUris: DEVELOPMENT_ORIGINS.map((origin) => `${origin}/callback`),
  corsOrigins: DEVELOPMENT_ORIGINS,
  logoutUris: DEVELOPMENT_ORIGINS,
  homepageUrl: DEVELOPMENT_ORIGINS[0] ?? null,
  jwtTemplate: null,
  webhooks: [],
};
