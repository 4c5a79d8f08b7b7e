import type { Parts } from "../parts.ts";
import type { Seed } from "./accounts.ts";
import type { AuthKitContext } from "./context.ts";
import { createDirectory } from "./directory/directory.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import { createRateLimits } from "./protocol/rate-limits.ts";
import { createAuthorizations } from "./sessions/authorizations.ts";
import { createBrowsers } from "./sessions/browsers.ts";
import { createCodes } from "./sessions/codes.ts";
import { createOrganizationChoices } from "./sessions/organization-choices.ts";
import { createRefreshTokens } from "./sessions/refresh-tokens.ts";
import { createSessions } from "./sessions/sessions.ts";
import { createSigner } from "./tokens/signer.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

/** How the AuthKit side is run. */
export interface AuthKitOptions {
  /** Whether requests are limited as WorkOS limits them. */
  rateLimits: boolean;
  /** A folder, absolute, in which the signing key is kept; absent: a new key. */
  stateDirectory?: string | undefined;
}

/** Puts together what the rooms of the AuthKit side share: the seed's directory, and nobody signed in. */
export function createContext(
  parts: Parts,
  environment: AuthKitEnvironment,
  seed: Seed,
  { rateLimits, stateDirectory }: AuthKitOptions,
): AuthKitContext {
  const { clock } = parts;
  const refreshTokens = createRefreshTokens(clock);
  const browsers = createBrowsers();
  const directory = createDirectory(seed, clock);
  const { announce } = createWebhooks(parts, environment);
  directory.subscribe(({ event, data }) => announce(event, data));
  return {
    parts,
    environment,
    directory,
    authorizations: createAuthorizations(clock),
    codes: createCodes(clock),
    sessions: createSessions(clock, environment, (isRemembered) => {
      refreshTokens.keepOnly(isRemembered);
      browsers.keepOnly(isRemembered);
    }),
    refreshTokens,
    organizationChoices: createOrganizationChoices(clock),
    browsers,
    signer: createSigner(clock, stateDirectory),
    limits: createRateLimits(clock, rateLimits),
    announce,
  };
}
