import { fileURLToPath } from "node:url";
import { createEmulator, type Emulator, type EmulatorOptions } from "@convex-authkit/emulator";
import { WorkOS } from "@workos-inc/node";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterAll, afterEach, beforeAll } from "vitest";
import { closeLiveClients } from "./live-client.ts";

/** The account that signs in. */
export const ADA = { email: "ada@example.com", password: "engine", firstName: "Ada" };

export const me = makeFunctionReference<"query", Record<string, never>, Record<string, unknown> | null>(
  "notes:me",
);
export const isAdmin = makeFunctionReference<"query", Record<string, never>, boolean>("notes:isAdmin");

/** An app on this machine: both sides of the emulator, and the clients that people use. */
export interface LocalApp {
  readonly emulator: Emulator;
  readonly convexUrl: string;
  /** WorkOS's SDK as a server uses it. @param maxRetries 0 unless the SDK's own retries matter: they take seconds */
  workos(maxRetries?: number): WorkOS;
  /** Signs in with WorkOS's SDK. */
  signIn(): ReturnType<WorkOS["userManagement"]["authenticateWithPassword"]>;
  /** Sets a variable of the deployment, as `npx convex env set` does. */
  setVariable(name: string, value: string): Promise<void>;
  /** Convex's client with a token. */
  convex(token: string): ConvexHttpClient;
}

/**
 * Starts an app before the tests of a file and puts it back to the start after each.
 *
 * @param options what differs from the standard; `fixture` is the folder of the app's Convex functions
 */
export function useLocalApp(
  options: { fixture?: string; authkit?: EmulatorOptions["authkit"] & object; faults?: string[] } = {},
): LocalApp {
  let running: Emulator | undefined;
  const emulator = (): Emulator => {
    if (running === undefined) throw new Error("The emulator is not running yet.");
    return running;
  };

  beforeAll(async () => {
    running = await createEmulator({
      authkit: { port: 0, seed: { accounts: [ADA] }, ...options.authkit },
      convex: {
        root: fileURLToPath(new URL(`../../fixtures/${options.fixture ?? "notes"}`, import.meta.url)),
        port: 0,
        sitePort: 0,
        variables: { WORKOS_CLIENT_ID: "client_emulator" },
      },
      faults: options.faults ?? [],
    });
  });
  afterEach(async () => {
    await closeLiveClients();
    await emulator().reset();
  });
  afterAll(() => running?.close());

  const workos = (maxRetries = 0): WorkOS => {
    const { url, apiKey, clientId } = emulator();
    const { hostname, port } = new URL(url);
    return new WorkOS(apiKey, {
      apiHostname: hostname,
      port: Number(port),
      https: false,
      clientId,
      maxRetries,
    });
  };
  return {
    get emulator() {
      return emulator();
    },
    get convexUrl() {
      return emulator().convexUrl ?? "";
    },
    workos,
    signIn: () => workos().userManagement.authenticateWithPassword({ clientId: emulator().clientId, ...ADA }),
    setVariable: async (name, value) => await emulator().convex?.setVariable(name, value),
    convex(token) {
      const client = new ConvexHttpClient(emulator().convexUrl ?? "");
      client.setAuth(token);
      return client;
    },
  };
}
