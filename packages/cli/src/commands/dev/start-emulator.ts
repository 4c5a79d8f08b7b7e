import type { Emulator, EmulatorOptions } from "@convex-authkit/emulator";
import { UserError } from "../../user-error.ts";
import { VERSION } from "../../version.ts";

/**
 * Starts the emulator. Its modules are loaded here, so that `--help` and errors do not wait for them.
 *
 * @throws UserError with the emulator's sentence: a busy port, an unknown fault
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { createEmulator, EmulatorError } = await import("@convex-authkit/emulator");
  try {
    return await createEmulator({ version: VERSION, ...options });
  } catch (error) {
    // RangeError: what faults say about their settings.
    if (error instanceof EmulatorError || error instanceof RangeError) throw new UserError(error.message);
    throw error;
  }
}
