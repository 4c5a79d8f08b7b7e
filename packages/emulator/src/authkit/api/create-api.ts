import { Hono } from "hono";
import type { AuthKitEnvironment } from "../environment.ts";
import { ApiError } from "./api-error.ts";

/**
 * Routes of WorkOS's API that ask for the environment's API key. To be mounted at `/` beside others.
 *
 * @param protectedPaths where the key is asked for, as Hono's patterns
 */
export function createApi(environment: AuthKitEnvironment, protectedPaths: readonly string[]): Hono {
  const api = new Hono();
  for (const path of protectedPaths)
    api.use(path, async (c, next) => {
      if (c.req.header("authorization") !== `Bearer ${environment.apiKey}`)
        return c.json({ message: "Unauthorized" }, 401);
      return next();
    });
  api.onError((error) => {
    if (!(error instanceof ApiError)) throw error;
    return Response.json(error.body, { status: error.status });
  });
  return api;
}
