import { createEmulator, type Emulator } from "@convex-authkit/emulator";
import { SEED, type Seed } from "./accounts.ts";
import { holdFreePort } from "./held-port.ts";

/** An example app, with both sides of the hand-off behind it. */
export interface EmulatedApp {
  /** `http://localhost:…`, without a slash at the end. */
  url: string;
  emulator: Emulator;
  /** Time passes for both sides and for the app's server. @param by milliseconds */
  advance(by: number): Promise<void>;
  /** Everything as at the start, the time as well. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What an app is built and served with. */
export interface AppSettings {
  port: number;
  /** The variables for the build and the server. */
  env: Record<string, string>;
}

/** An app that is being served. */
export interface RunningApp {
  /** Sets its server's time, for one that judges tokens. @param ahead of the machine's, in milliseconds */
  follow?(ahead: number): Promise<void>;
  stop(): Promise<void>;
}

/** Builds an app and serves it. */
export type StartApp = (settings: AppSettings) => Promise<RunningApp>;

const API_KEY = "sk_test_a2V5X2VuZF90b19lbmRfdGVzdHM";

/**
 * Starts the emulator for an app and the app itself.
 *
 * @param root the folder with the app's Convex functions, absolute
 * @param envFor the app's variables, from what the emulator is
 * @param seed who can sign in; the people of the end-to-end tests where absent
 */
export async function startEmulatedApp(
  root: string,
  envFor: (emulator: Emulator, appUrl: string) => Record<string, string>,
  start: StartApp,
  seed: Seed = SEED,
): Promise<EmulatedApp> {
  const { port, letGo } = await holdFreePort();
  const url = `http://localhost:${port}`;
  const emulator = await createEmulator({
    authkit: {
      port: 0,
      clientId: "client_01ENDTOEND",
      apiKey: API_KEY,
      redirectUris: [`${url}/callback`],
      corsOrigins: [url],
      logoutUris: [url],
      homepageUrl: url,
      seed,
      rateLimits: false,
    },
    convex: {
      root,
      port: 0,
      sitePort: 0,
      writeGenerated: true,
      variables: { WORKOS_CLIENT_ID: "client_01ENDTOEND" },
    },
  }).finally(letGo);
  try {
    const problem = emulator.convex?.deployment().problem ?? null;
    if (problem !== null) throw new Error(`The functions in ${root} could not be deployed: ${problem}`);
    const running = await start({ port, env: envFor(emulator, url) });
    const follow = async (): Promise<void> => await running.follow?.(emulator.clock.now() - Date.now());
    return {
      url,
      emulator,
      async advance(by) {
        await emulator.advance(by);
        await follow();
      },
      async reset() {
        await emulator.reset();
        await follow();
      },
      async close() {
        await running.stop();
        await emulator.close();
      },
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

/** The variables of a Vite app. */
export function viteEnvironment(
  { url, convexUrl, clientId }: Emulator,
  appUrl: string,
): Record<string, string> {
  const { hostname, port } = new URL(url);
  return {
    VITE_CONVEX_URL: convexUrl ?? "",
    VITE_WORKOS_CLIENT_ID: clientId,
    VITE_WORKOS_REDIRECT_URI: `${appUrl}/callback`,
    VITE_WORKOS_API_HOSTNAME: hostname,
    VITE_WORKOS_API_HTTPS: "false",
    VITE_WORKOS_API_PORT: port,
  };
}

/** The variables of a Next.js app. */
export function nextEnvironment(emulator: Emulator, appUrl: string): Record<string, string> {
  const { hostname, port } = new URL(emulator.url);
  return {
    NEXT_PUBLIC_CONVEX_URL: emulator.convexUrl ?? "",
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${appUrl}/callback`,
    WORKOS_CLIENT_ID: emulator.clientId,
    WORKOS_API_KEY: emulator.apiKey,
    WORKOS_API_HOSTNAME: hostname,
    WORKOS_API_HTTPS: "false",
    WORKOS_API_PORT: port,
    WORKOS_COOKIE_PASSWORD: "a-password-of-the-end-to-end-tests-only",
  };
}
