import { judgeCorsOrigin } from "@convex-authkit/core";
import type { Hono } from "hono";
import * as v from "valibot";
import { ApiError, conflict } from "../api/api-error.ts";
import { listPage } from "../api/list-page.ts";
import { readBody } from "../api/read-request.ts";
import type { AuthKitContext } from "../context.ts";
import { noteDoubts } from "./accepted-with-doubt.ts";
import { createRegistrations } from "./registrations.ts";

const BODY = v.object({ origin: v.pipe(v.string(), v.nonEmpty("Origin must be a non-empty string.")) });

/** `/user_management/cors_origins`: list and add. */
export function addCorsOriginsRoutes(api: Hono, { environment, parts }: AuthKitContext): void {
  const registrations = createRegistrations("cors_origin", parts.clock, environment.corsOrigins);
  const shown = (origin: string) => {
    const { id, ...times } = registrations.of(origin);
    return { object: "cors_origin", id, origin, ...times };
  };

  api.get("/user_management/cors_origins", (c) => c.json(listPage(c, environment.corsOrigins.map(shown))));

  api.post("/user_management/cors_origins", async (c) => {
    const { origin } = await readBody(c, BODY);
    if (environment.corsOrigins.includes(origin))
      throw conflict("duplicate_cors_origin", "CORS origin already exists.");
    const problems = judgeCorsOrigin(origin);
    const refused = problems.filter(({ certainty }) => certainty === "certain");
    if (refused.length > 0)
      throw new ApiError(422, {
        message: "Validation failed.",
        errors: [
          {
            property: "origin",
            constraints: Object.fromEntries(refused.map(({ code, message }) => [code, message])),
          },
        ],
      });
    noteDoubts(parts, "CORS origin", origin, problems);
    environment.corsOrigins.push(origin);
    return c.json(shown(origin), 201);
  });
}
