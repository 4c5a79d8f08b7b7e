import { Hono } from "hono";
import { asResponse } from "../../server/text-answer.ts";
import type { AuthKitContext } from "../context.ts";
import type { HostedPages } from "../pages/hosted-pages.ts";
import { AUTHENTICATE_PATH, authenticate } from "./authenticate.ts";
import { authorize } from "./authorize.ts";
import { preflight } from "./cors.ts";
import { askedOf, respondAt } from "./endpoint.ts";
import { jwks } from "./jwks.ts";
import { logout } from "./logout.ts";

/** The endpoints that sign people in and out: authorize, authenticate, JWKS and logout. */
export function protocolRoutes(context: AuthKitContext, pages: Pick<HostedPages, "open">): Hono {
  const routes = new Hono();

  routes.get("/user_management/authorize", ({ req: { raw: request } }) => {
    const asked = askedOf(
      context,
      request,
      "/user_management/authorize",
      context.browsers.sessionOf(request),
    );
    return respondAt(context, request, asked, () => authorize(context, request, asked, pages));
  });
  routes.post(AUTHENTICATE_PATH, async (c) => asResponse(await authenticate(context, c.req.raw)));
  routes.options(AUTHENTICATE_PATH, (c) => preflight(context, c.req.raw));
  routes.get("/sso/jwks/:clientId", async (c) =>
    asResponse(await jwks(context, c.req.raw, c.req.param("clientId"))),
  );
  routes.get("/user_management/sessions/logout", (c) => {
    const sessionId = c.req.query("session_id") ?? null;
    const asked = askedOf(context, c.req.raw, "/user_management/sessions/logout", sessionId);
    return respondAt(context, c.req.raw, asked, () => logout(context, c.req.raw, asked));
  });
  return routes;
}
