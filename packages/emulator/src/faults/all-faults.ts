import type { Fault } from "./fault.ts";
import apiKeyOtherEnvironment from "./authkit/api-key-other-environment.ts";
import callbackWithoutState from "./authkit/callback-without-state.ts";
import claimsOversized from "./authkit/claims-oversized.ts";
import clientIdUnknown from "./authkit/client-id-unknown.ts";
import clockSkew from "./authkit/clock-skew.ts";
import connectionReset from "./authkit/connection-reset.ts";
import corsOriginUnlisted from "./authkit/cors-origin-unlisted.ts";
import hostedPageChallenge from "./authkit/hosted-page-challenge.ts";
import html503 from "./authkit/html-503.ts";
import issuerApiOrigin from "./authkit/issuer-api-origin.ts";
import issuerAuthkitDomain from "./authkit/issuer-authkit-domain.ts";
import issuerCustomDomain from "./authkit/issuer-custom-domain.ts";
import issuerUserManagement from "./authkit/issuer-user-management.ts";
import lenientContract from "./authkit/lenient-contract.ts";
import noHomepageUrl from "./authkit/no-homepage-url.ts";
import noOrganization from "./authkit/no-organization.ts";
import rateLimit from "./authkit/rate-limit.ts";
import redirectUriUnregistered from "./authkit/redirect-uri-unregistered.ts";
import refreshReplayStrict from "./authkit/refresh-replay-strict.ts";
import serverError from "./authkit/server-error.ts";
import sessionRevoked from "./authkit/session-revoked.ts";
import shortLifetime from "./authkit/short-lifetime.ts";
import signingKeyReplaced from "./authkit/signing-key-replaced.ts";
import slowRefresh from "./authkit/slow-refresh.ts";
import templateAddsAud from "./authkit/template-adds-aud.ts";
import templateMissingInStage from "./authkit/template-missing-in-stage.ts";
import templateOversized from "./authkit/template-oversized.ts";
import templateWithoutEmail from "./authkit/template-without-email.ts";
import thirdPartyRefreshCookie from "./authkit/third-party-refresh-cookie.ts";
import timeVaryingClaim from "./authkit/time-varying-claim.ts";
import authErrorRedacted from "./convex/auth-error-redacted.ts";
import deploymentEnvOtherClient from "./convex/deployment-env-other-client.ts";
import deploymentEnvUnset from "./convex/deployment-env-unset.ts";
import jwks404 from "./convex/jwks-404.ts";
import jwksHtml from "./convex/jwks-html.ts";
import jwksUnreachable from "./convex/jwks-unreachable.ts";
import staleAuthConfig from "./convex/stale-auth-config.ts";

/** Every fault. */
export const ALL_FAULTS: readonly Fault[] = [
  apiKeyOtherEnvironment,
  callbackWithoutState,
  claimsOversized,
  clientIdUnknown,
  clockSkew,
  connectionReset,
  corsOriginUnlisted,
  hostedPageChallenge,
  html503,
  issuerApiOrigin,
  issuerAuthkitDomain,
  issuerCustomDomain,
  issuerUserManagement,
  lenientContract,
  noHomepageUrl,
  noOrganization,
  rateLimit,
  redirectUriUnregistered,
  refreshReplayStrict,
  serverError,
  sessionRevoked,
  shortLifetime,
  signingKeyReplaced,
  slowRefresh,
  templateAddsAud,
  templateMissingInStage,
  templateOversized,
  templateWithoutEmail,
  thirdPartyRefreshCookie,
  timeVaryingClaim,
  authErrorRedacted,
  deploymentEnvOtherClient,
  deploymentEnvUnset,
  jwks404,
  jwksHtml,
  jwksUnreachable,
  staleAuthConfig,
];
