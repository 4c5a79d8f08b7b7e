import { expectedIssuers, identityFromClaims, type Identity } from "@convex-authkit/core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { STANDARD_ENVIRONMENT } from "../authkit/standard-environment.ts";
import { createEmulator } from "../create-emulator.ts";
import { EmulatorError } from "../emulator-error.ts";
import type { Emulator, EmulatorOptions } from "../emulator.ts";

export { sealSession, type SessionToSeal } from "./seal-session.ts";

/**
 * Starts an emulator for the tests of a file, on free ports, and brings it back to its start after each of them. Called at the
 * top of the file or of a `describe`.
 *
 * @returns gives the emulator, from the first test or hook on
 *
 * @example
 * const emulator = emulatorForTests({ convex: { root: import.meta.dirname } });
 * it("…", async () => { await emulator().advance("6m"); });
 */
export function emulatorForTests(options: EmulatorOptions = {}): () => Emulator {
  let running: Emulator | undefined;
  beforeAll(async () => {
    running = await createEmulator(onFreePorts(options));
  });
  afterEach(async () => {
    await running?.reset();
  });
  afterAll(async () => {
    await running?.close();
    running = undefined;
  });
  return () => {
    if (running !== undefined) return running;
    throw new EmulatorError(
      "The emulator of these tests is not running yet: ask for it inside of a test or a hook, not while tests are collected.",
    );
  };
}

/** Test files run side by side. */
function onFreePorts({ authkit = {}, convex = false, ...rest }: EmulatorOptions): EmulatorOptions {
  return {
    ...rest,
    authkit: authkit === false ? false : { port: 0, ...authkit },
    convex: convex === false ? false : { port: 0, sitePort: 0, ...convex },
  };
}

/** Who is signed in where a test does not say. */
const SOMEBODY = "user_01EMVZXAMPZ0000000000000";

/**
 * The identity that functions see for a token with these claims, by Convex's own rules, for convex-test:
 * `t.withIdentity(identity({ email: "ada@example.com" }))`. Made from claims, never invented: what the JWT template does not put into the token
 * is not there.
 *
 * @param claims those of an access token; `iss` and `sub` have a standard
 * @throws {RangeError} where `iss` or `sub` is no text
 */
export function identity(claims: Readonly<Record<string, unknown>> = {}): Identity {
  const { userManagement } = expectedIssuers(STANDARD_ENVIRONMENT.clientId);
  return identityFromClaims({ iss: userManagement, sub: SOMEBODY, ...claims }).identity;
}
