import type { Hono } from "hono";
import * as v from "valibot";
import { notFound } from "../api/api-error.ts";
import { createApi } from "../api/create-api.ts";
import { listPage } from "../api/list-page.ts";
import { readBody } from "../api/read-request.ts";
import type { AuthKitContext } from "../context.ts";
import { sessionObject } from "./session-object.ts";
import { endSession } from "./start-session.ts";

const REVOCATION = v.object({ session_id: v.pipe(v.string(), v.nonEmpty()) });

/** WorkOS's API for sessions: the list of a user's, and revoking one. */
export function sessionsRoutes(context: AuthKitContext): Hono {
  const { directory, sessions, parts } = context;
  const api = createApi(context.environment, [
    "/user_management/users/:id/sessions",
    "/user_management/sessions/revoke",
  ]);

  api.get("/user_management/users/:id/sessions", (c) => {
    const id = c.req.param("id");
    if (directory.user(id) === null) throw notFound("User", id);
    const oldestFirst = sessions.ofUser(id).toReversed();
    return c.json(
      listPage(
        c,
        oldestFirst.map((session) => sessionObject(context, session)),
      ),
    );
  });

  api.post("/user_management/sessions/revoke", async (c) => {
    const { session_id: id } = await readBody(c, REVOCATION);
    const session = sessions.find(id);
    if (session === null) throw notFound("Session", id);
    if (endSession(context, id))
      parts.timeline.record({
        side: "authkit",
        step: "session",
        kind: "revoke",
        outcome: "info",
        title: "The session was revoked through WorkOS's API.",
        subject: { sessionId: id, userId: session.userId, email: directory.user(session.userId)?.email },
      });
    return c.json(sessionObject(context, session));
  });
  return api;
}
