import type { Parts } from "../parts.ts";
import type { Directory } from "./directory/directory.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import type { RateLimits } from "./protocol/rate-limits.ts";
import type { Authorizations } from "./sessions/authorizations.ts";
import type { Browsers } from "./sessions/browsers.ts";
import type { Codes } from "./sessions/codes.ts";
import type { OrganizationChoices } from "./sessions/organization-choices.ts";
import type { RefreshTokens } from "./sessions/refresh-tokens.ts";
import type { Sessions } from "./sessions/sessions.ts";
import type { Signer } from "./tokens/signer.ts";

/** What the rooms of the AuthKit side share. */
export interface AuthKitContext {
  parts: Parts;
  /** What is set in the dashboard. Routes that change a setting change it here. */
  environment: AuthKitEnvironment;
  directory: Directory;
  /** Sign-ins that have begun at `authorize` and are not finished. */
  authorizations: Authorizations;
  codes: Codes;
  sessions: Sessions;
  refreshTokens: RefreshTokens;
  /** Sign-ins through the API that wait for the choice of an organization. */
  organizationChoices: OrganizationChoices;
  /** Browsers that are signed in on the hosted page. */
  browsers: Browsers;
  signer: Signer;
  limits: RateLimits;
  /** Sends a webhook event, such as `session.created`, to whoever has asked for it. Never fails, never waits. */
  announce(event: string, data: object): void;
}
