import { Hono } from "hono";
import type { Parts } from "../parts.ts";
import { pathOf } from "../server/plain-request.ts";
import type { Seed } from "./accounts.ts";
import { notEmulatedRoutes } from "./api/not-emulated-routes.ts";
import type { AuthKit, SessionSummary } from "./authkit.ts";
import type { AuthKitContext } from "./context.ts";
import { type AuthKitOptions, createContext } from "./create-context.ts";
import { directoryRoutes } from "./directory/routes/directory-routes.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import { type HostedPages, hostedPages } from "./pages/hosted-pages.ts";
import { AUTHENTICATE_PATH, authenticate } from "./protocol/authenticate.ts";
import { attemptOf, respondAt } from "./protocol/endpoint.ts";
import { createSignInEnds } from "./protocol/finish-sign-in.ts";
import { protocolRoutes } from "./protocol/routes.ts";
import { sessionsRoutes } from "./protocol/sessions-routes.ts";
import { endSession } from "./protocol/start-session.ts";
import type { Session } from "./sessions/sessions.ts";
import { settingsRoutes } from "./settings/settings-routes.ts";
import { signInWithoutBrowser } from "./sign-in-without-browser.ts";
import { issuerOf } from "./tokens/access-token.ts";
import { ulid } from "./tokens/ulid.ts";

/**
 * WorkOS's API and hosted pages for one environment.
 *
 * @param environment changed by the API's routes that change settings
 * @param seed what exists at the start and after `reset`
 */
export async function createAuthKit(
  parts: Parts,
  environment: AuthKitEnvironment,
  seed: Seed,
  options: AuthKitOptions,
): Promise<AuthKit> {
  const context = createContext(parts, environment, seed, options);
  const pages: HostedPages = hostedPages(
    context,
    createSignInEnds(() => pages),
  );
  const app = routesOf(context, [
    sessionsRoutes(context),
    directoryRoutes(context),
    settingsRoutes(context),
    notEmulatedRoutes(context),
    pages.routes,
  ]).route("/", protocolRoutes(context, pages));

  return {
    fetch: async (request) => app.fetch(request),
    answerPlain: (request) =>
      request.method === "POST" && pathOf(request.url) === AUTHENTICATE_PATH
        ? authenticate(context, request)
        : null,
    environment,
    jwks: () => context.signer.jwks(),
    mint(claims) {
      const now = parts.clock.now();
      const iat = Math.floor(now / 1000);
      return context.signer.sign({
        iss: issuerOf(environment),
        jti: ulid(now),
        iat,
        exp: iat + environment.tokenLifetime,
        ...claims,
      });
    },
    signIn: (email, { organizationId } = {}) => signInWithoutBrowser(context, email, organizationId),
    accounts: () => context.directory.accounts(),
    sessions: () => context.sessions.all().map((session) => summaryOf(context, session)),
    revoke: (sessionId) => void endSession(context, sessionId),
    reset() {
      context.directory.reset();
      context.authorizations.reset();
      context.codes.reset();
      context.sessions.reset();
      context.refreshTokens.reset();
      context.organizationChoices.reset();
      context.browsers.reset();
      context.limits.reset();
    },
  };
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

function summaryOf({ directory, sessions }: AuthKitContext, session: Session): SessionSummary {
  return {
    id: session.id,
    userId: session.userId,
    email: directory.user(session.userId)?.email ?? "",
    organizationId: session.organizationId,
    createdAt: session.createdAt,
    lastRefreshAt: session.lastRefreshAt,
    refreshes: session.refreshes,
    tokenExpiresAt: session.tokenExpiresAt,
    status: sessions.status(session),
  };
}
