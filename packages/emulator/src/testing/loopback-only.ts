import { isLocalhost, isLoopbackAddress } from "@convex-authkit/core";
import { EmulatorError } from "../emulator-error.ts";

/** Where the emulator is where nobody says otherwise: `convex-authkit dev` sets the variable for what it starts. */
const STANDARD_URL = "http://localhost:4100";

/** The variable that `convex-authkit dev` sets for what it starts. */
export const EMULATOR_URL_VARIABLE = "CONVEX_AUTHKIT_EMULATOR_URL";

/**
 * The address of the emulator, without a path.
 *
 * @param given absent: what `convex-authkit dev` says in `CONVEX_AUTHKIT_EMULATOR_URL`, else port 4100 of this machine
 * @throws {EmulatorError} where it is not of this machine
 */
export function emulatorOrigin(given: string | undefined): string {
  return loopbackOrigin(given ?? process.env[EMULATOR_URL_VARIABLE] ?? STANDARD_URL, "The emulator");
}

/**
 * Scheme, host and port of an address on this machine: what signs people in without asking anybody must never reach another one.
 *
 * @param what is there, to begin a sentence with
 * @throws {EmulatorError}
 */
export function loopbackOrigin(url: string, what: string): string {
  if (!URL.canParse(url)) throw new EmulatorError(`${what} needs a whole URL, and "${url}" is none.`);
  const { protocol, hostname, origin } = new URL(url);
  const isLoopback =
    isLocalhost(hostname) || isLoopbackAddress(hostname) || hostname.toLowerCase().endsWith(".localhost");
  if (!isLoopback || !/^https?:$/.test(protocol))
    throw new EmulatorError(
      `${what} must be on this machine (localhost), and ${origin === "null" ? url : origin} is not: this signs people in without asking WorkOS.`,
    );
  return origin;
}
