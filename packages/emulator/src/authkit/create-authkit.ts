import { once } from "../once.ts";
import type { Parts } from "../parts.ts";
import type { Seed } from "./accounts.ts";
import type { AuthKit, SessionSummary } from "./authkit.ts";
import type { AuthKitContext } from "./context.ts";
import { type AuthKitOptions, createContext } from "./create-context.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import { answerPlain } from "./protocol/plain-answers.ts";
import { endSession } from "./protocol/start-session.ts";
import type { Session } from "./sessions/sessions.ts";
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
  // Pages and API are loaded when somebody asks for the first of them: what is asked most does without.
  const routes = once(async () => (await import("./all-routes.ts")).allRoutes(context));

  return {
    fetch: async (request) => (await routes()).fetch(request),
    answerPlain: (request) => answerPlain(context, request),
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
