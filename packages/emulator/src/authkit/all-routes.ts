import { Hono } from "hono";
import { notEmulatedRoutes } from "./api/not-emulated-routes.ts";
import type { AuthKitContext } from "./context.ts";
import { directoryRoutes } from "./directory/routes/directory-routes.ts";
import { type HostedPages, hostedPages } from "./pages/hosted-pages.ts";
import { attemptOf, respondAt } from "./protocol/endpoint.ts";
import { createSignInEnds } from "./protocol/finish-sign-in.ts";
import { protocolRoutes } from "./protocol/routes.ts";
import { sessionsRoutes } from "./protocol/sessions-routes.ts";
import { settingsRoutes } from "./settings/settings-routes.ts";

/** All that AuthKit answers: the protocol, WorkOS's API and the hosted pages. */
export function allRoutes(context: AuthKitContext): Hono {
  const pages: HostedPages = hostedPages(
    context,
    createSignInEnds(() => pages),
  );
  return routesOf(context, [
    sessionsRoutes(context),
    directoryRoutes(context),
    settingsRoutes(context),
    notEmulatedRoutes(context),
    pages.routes,
  ]).route("/", protocolRoutes(context, pages));
}

/** Every route that no other one answers first: the API's resources, each an endpoint of its own. */
function routesOf(context: AuthKitContext, resources: readonly Hono[]): Hono {
  const all = new Hono();
  for (const routes of resources) all.route("/", routes);
  all.notFound(({ req }) =>
    Response.json({ message: `Cannot ${req.method} ${req.path}`, error: "Not Found" }, { status: 404 }),
  );
  all.onError(rethrow);
  const app = new Hono();
  app.onError(rethrow);
  app.notFound(({ req: { raw: request } }) => {
    const asked = {
      endpoint: `${request.method} ${new URL(request.url).pathname}`,
      attempt: attemptOf(request),
      subject: { clientId: context.environment.clientId },
    };
    return respondAt(context, request, asked, () => all.fetch(request));
  });
  return app;
}

/** Refusals are for the endpoint to answer, and a defect of the emulator for whoever runs the server. */
function rethrow(error: Error): never {
  throw error;
}
