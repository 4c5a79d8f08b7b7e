import type { Seed } from "./authkit/accounts.ts";
import type { AuthKit } from "./authkit/authkit.ts";
import type { AuthKitOptions } from "./authkit/create-context.ts";
import type { AuthKitEnvironment } from "./authkit/environment.ts";
import type { Convex, ConvexOptions } from "./convex/convex.ts";
import type { Parts } from "./parts.ts";

// Each side's modules are loaded when it is started, so that a start with one side does not wait for the other's.

export async function startAuthKit(
  parts: Parts,
  environment: AuthKitEnvironment,
  seed: Seed,
  options: AuthKitOptions,
): Promise<AuthKit> {
  const { createAuthKit } = await import("./authkit/create-authkit.ts");
  return createAuthKit(parts, environment, seed, options);
}

export async function startConvex(parts: Parts, options: ConvexOptions): Promise<Convex> {
  const { createConvex } = await import("./convex/create-convex.ts");
  return createConvex(parts, options);
}
