/**
 * `convex-authkit/emulator`: WorkOS AuthKit and Convex on this machine, for tests and tools.
 *
 * @module
 */
import { createEmulator as create, type Emulator, type EmulatorOptions } from "@convex-authkit/emulator";
import { VERSION } from "./version.ts";

export * from "@convex-authkit/emulator";

/**
 * Starts AuthKit and, where its options are given, Convex on this machine's loopback addresses.
 *
 * @throws {EmulatorError} a sentence: a port is in use, a fault is unknown, NODE_ENV is production
 */
export function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return create({ version: VERSION, ...options });
}
