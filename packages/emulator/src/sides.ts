import type { Seed } from "./authkit/accounts.ts";
import type { AuthKit } from "./authkit/authkit.ts";
import type { AuthKitEnvironment } from "./authkit/environment.ts";
import type { Convex, ConvexOptions } from "./convex/convex.ts";
import { EmulatorError } from "./emulator-error.ts";
import type { Parts } from "./parts.ts";

/** What the AuthKit side knows about the server it is behind. */
export interface AuthKitOptions {
  /** Where it is reached, such as `http://localhost:4100`. */
  url: string;
  rateLimits: boolean;
  /** A folder, absolute, in which the signing key is kept; absent: a new key. */
  stateDirectory?: string | undefined;
}

// Loaded when needed, so that a start with one side only does not wait for the other's modules.

export async function startAuthKit(
  _parts: Parts,
  _environment: AuthKitEnvironment,
  _seed: Seed,
  _options: AuthKitOptions,
): Promise<AuthKit> {
  throw new EmulatorError("The AuthKit side is not part of this build yet.");
}

export async function startConvex(_parts: Parts, _options: ConvexOptions): Promise<Convex> {
  throw new EmulatorError("The Convex side is not part of this build yet.");
}
