import { judgeRedirectUri } from "@convex-authkit/core";
import type { Hono } from "hono";
import * as v from "valibot";
import { ApiError, notFound } from "../api/api-error.ts";
import { listPage } from "../api/list-page.ts";
import { readBody } from "../api/read-request.ts";
import type { AuthKitContext } from "../context.ts";
import { noteDoubts } from "./accepted-with-doubt.ts";
import { createRegistrations } from "./registrations.ts";

const BODY = v.object({ uri: v.pipe(v.string(), v.nonEmpty("Uri must be a non-empty string.")) });

/** `/user_management/redirect_uris`: list, add, remove. The first of the list is the default. */
export function addRedirectUrisRoutes(api: Hono, { environment, parts }: AuthKitContext): void {
  const registrations = createRegistrations("redirect_uri", parts.clock, environment.redirectUris);
  const shown = (uri: string) => {
    const { id, ...times } = registrations.of(uri);
    return { object: "redirect_uri", id, uri, default: uri === environment.redirectUris[0], ...times };
  };

  api.get("/user_management/redirect_uris", (c) => c.json(listPage(c, environment.redirectUris.map(shown))));

  api.post("/user_management/redirect_uris", async (c) => {
    const { uri } = await readBody(c, BODY);
    if (environment.redirectUris.includes(uri))
      throw new ApiError(422, { message: `Redirect URI '${uri}' already exists.` });
    const problems = judgeRedirectUri(uri, {
      environment: environment.type,
      isDefault: environment.redirectUris.length === 0,
    });
    const [refused] = problems.filter(({ certainty }) => certainty === "certain");
    if (refused !== undefined)
      throw new ApiError(422, { message: refused.message, code: "invalid_redirect_uri" });
    noteDoubts(parts, "redirect URI", uri, problems);
    environment.redirectUris.push(uri);
    return c.json(shown(uri), 201);
  });

  api.delete("/user_management/redirect_uris/:id", (c) => {
    const id = c.req.param("id");
    const index = environment.redirectUris.findIndex((uri) => registrations.of(uri).id === id);
    if (index < 0) throw notFound("Redirect URI", id);
    if (index === 0) throw new ApiError(409, { message: "Cannot delete the default redirect URI." });
    environment.redirectUris.splice(index, 1);
    return c.body(null, 204);
  });
}
