import { lintJwtTemplate, renderJwtTemplate, SAMPLE_CONTEXTS } from "@convex-authkit/core";
import type { Hono } from "hono";
import * as v from "valibot";
import { ApiError } from "../api/api-error.ts";
import { readBody } from "../api/read-request.ts";
import type { AuthKitContext } from "../context.ts";

const BODY = v.object({ content: v.string() });

/** `/user_management/jwt_template`: read and set. A template that WorkOS's grammar refuses is answered with its problems. */
export function addJwtTemplateRoutes(api: Hono, { environment, parts }: AuthKitContext): void {
  const now = (): string => new Date(parts.clock.now()).toISOString();
  const created_at = now();
  let updated_at = created_at;
  const shown = (content: string) => ({ object: "jwt_template", content, created_at, updated_at });

  api.get("/user_management/jwt_template", (c) => {
    if (environment.jwtTemplate === null) throw new ApiError(404, { message: "JWT template not found." });
    return c.json(shown(environment.jwtTemplate));
  });

  api.put("/user_management/jwt_template", async (c) => {
    const { content } = await readBody(c, BODY);
    if (!lintJwtTemplate(content).valid)
      throw new ApiError(422, {
        message: "Validation failed.",
        code: "invalid_request_parameters",
        errors: refusals(content),
      });
    environment.jwtTemplate = content;
    updated_at = now();
    return c.json(shown(content));
  });
}

/** Why WorkOS refuses a template, with the places. */
function refusals(content: string): { code: string; message: string; line: number; column: number }[] {
  const rendered = renderJwtTemplate(content, SAMPLE_CONTEXTS.withOrganization);
  if (!("errors" in rendered)) return [];
  return rendered.errors.map(({ code, message, position: { line, column } }) => ({
    code,
    message: `${message} (line ${line}, column ${column})`,
    line,
    column,
  }));
}
