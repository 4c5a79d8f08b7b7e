import type { Emulator } from "@convex-authkit/emulator";
import { vi } from "vitest";

/** The cookie password of the tests. */
export const PASSWORD = "a-cookie-password-of-the-tests-only";

/** Gives authkit-nextjs the variables of an app whose WorkOS is an emulator; it reads them when it is loaded. */
export function stubEnvironment(emulator: Emulator, redirectUri: string): void {
  const { hostname, port } = new URL(emulator.url);
  vi.stubEnv("WORKOS_API_HOSTNAME", hostname);
  vi.stubEnv("WORKOS_API_PORT", port);
  vi.stubEnv("WORKOS_API_HTTPS", "false");
  vi.stubEnv("WORKOS_API_KEY", emulator.apiKey);
  vi.stubEnv("WORKOS_CLIENT_ID", emulator.clientId);
  vi.stubEnv("WORKOS_COOKIE_PASSWORD", PASSWORD);
  vi.stubEnv("NEXT_PUBLIC_WORKOS_REDIRECT_URI", redirectUri);
}
