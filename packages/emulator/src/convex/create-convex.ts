import type { Parts } from "../parts.ts";
import type { Convex, ConvexOptions } from "./convex.ts";
import { createFunctionRunner } from "./functions/create-function-runner.ts";
import { serveFunctions } from "./serve-functions.ts";

/**
 * Deploys an app's functions folder and serves it as a Convex deployment does.
 *
 * @throws {Error} a sentence where the project has no `convex` package
 */
export async function createConvex(parts: Parts, options: ConvexOptions): Promise<Convex> {
  return serveFunctions(parts, await createFunctionRunner(parts, options), options);
}
