import type { FailureMode } from "./failure-mode.ts";
import apiHostnameLeftInProduction from "./setup/api-hostname-left-in-production.ts";
import applicationIdMiscased from "./setup/application-id-miscased.ts";
import authConfigOptionalEnvVar from "./setup/auth-config-optional-env-var.ts";
import brokenReferenceTemplate from "./setup/broken-reference-template.ts";
import ciDeployKeyNoCredentials from "./setup/ci-deploy-key-no-credentials.ts";
import clientIdHardcoded from "./setup/client-id-hardcoded.ts";
import convexClientIdMissing from "./setup/convex-client-id-missing.ts";
import convexJsonAuthkitMissing from "./setup/convex-json-authkit-missing.ts";
import convexJsonUnknownSection from "./setup/convex-json-unknown-section.ts";
import devServerOlderThanEnv from "./setup/dev-server-older-than-env.ts";
import duplicateConvexReact from "./setup/duplicate-convex-react.ts";
import e2eLoginBlocked from "./setup/e2e-login-blocked.ts";
import emulatorHidesProdBug from "./setup/emulator-hides-prod-bug.ts";
import envLoaderDisagreement from "./setup/env-loader-disagreement.ts";
import envMismatchLocalVsDeployment from "./setup/env-mismatch-local-vs-deployment.ts";
import envUndocumented from "./setup/env-undocumented.ts";
import expoReactNativeUnsupported from "./setup/expo-react-native-unsupported.ts";
import noninteractiveProvisioning from "./setup/noninteractive-provisioning.ts";
import oneWorkosEnvironmentForAllStages from "./setup/one-workos-environment-for-all-stages.ts";
import previewDeploymentNoClientId from "./setup/preview-deployment-no-client-id.ts";
import providerTypeMixup from "./setup/provider-type-mixup.ts";
import proxyVsMiddlewareFilename from "./setup/proxy-vs-middleware-filename.ts";
import redirectUriEnvMissing from "./setup/redirect-uri-env-missing.ts";
import redirectUriLitter from "./setup/redirect-uri-litter.ts";
import runtimePeerVersion from "./setup/runtime-peer-version.ts";
import secretInClientBundle from "./setup/secret-in-client-bundle.ts";
import selfHostedAuthConfig from "./setup/self-hosted-auth-config.ts";
import serverImportInClient from "./setup/server-import-in-client.ts";
import sharedIssuerWithoutApplicationId from "./setup/shared-issuer-without-application-id.ts";
import templateReadmeWrongCommand from "./setup/template-readme-wrong-command.ts";
import templateVarUnresolved from "./setup/template-var-unresolved.ts";
import templateVersionSkew from "./setup/template-version-skew.ts";
import viteEnvMissing from "./setup/vite-env-missing.ts";
import webhookComponentMisconfig from "./setup/webhook-component-misconfig.ts";
import workosEmailAlreadyUsed from "./setup/workos-email-already-used.ts";
import workosPlatformNotAuthorized from "./setup/workos-platform-not-authorized.ts";
import wrongDeploymentUrl from "./setup/wrong-deployment-url.ts";
import authorizeUrlInvalid from "./sign-in/authorize-url-invalid.ts";
import convexJsonDevNotLocal from "./sign-in/convex-json-dev-not-local.ts";
import matcherCatchesStaticOrApi from "./sign-in/matcher-catches-static-or-api.ts";
import nextRedirectSwallowed from "./sign-in/next-redirect-swallowed.ts";
import portDrift from "./sign-in/port-drift.ts";
import previewRedirectUri from "./sign-in/preview-redirect-uri.ts";
import redirectUriMismatch from "./sign-in/redirect-uri-mismatch.ts";
import signinButtonNoop from "./sign-in/signin-button-noop.ts";
import signinLinkPrefetchCors from "./sign-in/signin-link-prefetch-cors.ts";
import signinUrlInServerComponent from "./sign-in/signin-url-in-server-component.ts";
import spaRedirectDefaultOrigin from "./sign-in/spa-redirect-default-origin.ts";
import verifierCookieAccumulation from "./sign-in/verifier-cookie-accumulation.ts";
import callbackAutoResignin from "./callback/callback-auto-resignin.ts";
import callbackPathMismatch from "./callback/callback-path-mismatch.ts";
import callbackRedirectsTooEarly from "./callback/callback-redirects-too-early.ts";
import codeReplayed from "./callback/code-replayed.ts";
import containerInternalHostRedirect from "./callback/container-internal-host-redirect.ts";
import corsOriginMissing from "./callback/cors-origin-missing.ts";
import deploymentProtection from "./callback/deployment-protection.ts";
import missingAuthParamsImpersonation from "./callback/missing-auth-params-impersonation.ts";
import mixedKeyEnvironment from "./callback/mixed-key-environment.ts";
import oauthStateMismatch from "./callback/oauth-state-mismatch.ts";
import onsuccessThrowsLosesLogin from "./callback/onsuccess-throws-loses-login.ts";
import pkceCookieMissing from "./callback/pkce-cookie-missing.ts";
import previewHostCookieSplit from "./callback/preview-host-cookie-split.ts";
import secureCookieOnHttp from "./callback/secure-cookie-on-http.ts";
import spaFallbackMissing from "./callback/spa-fallback-missing.ts";
import authkitProviderRemount from "./session/authkit-provider-remount.ts";
import cookiePasswordBad from "./session/cookie-password-bad.ts";
import cookieTooLarge from "./session/cookie-too-large.ts";
import middlewareNotCovering from "./session/middleware-not-covering.ts";
import reactRouterIssuerPin from "./session/react-router-issuer-pin.ts";
import spaProdSessionLostOnReload from "./session/spa-prod-session-lost-on-reload.ts";
import forceRefreshEveryPageLoad from "./token/force-refresh-every-page-load.ts";
import hmrRefreshRace from "./token/hmr-refresh-race.ts";
import infiniteTokenRefreshLoop from "./token/infinite-token-refresh-loop.ts";
import loadingSessionForever from "./token/loading-session-forever.ts";
import refreshAction500 from "./token/refresh-action-500.ts";
import refreshTokenAlreadyExchanged from "./token/refresh-token-already-exchanged.ts";
import unstableFetchAccessToken from "./token/unstable-fetch-access-token.ts";
import workos429 from "./token/workos-429.ts";
import applicationIdNotClientId from "./acceptance/application-id-not-client-id.ts";
import applicationIdOnUserManagementProvider from "./acceptance/application-id-on-user-management-provider.ts";
import audCargoCult from "./acceptance/aud-cargo-cult.ts";
import authConfigEmptyProviders from "./acceptance/auth-config-empty-providers.ts";
import authConfigMissing from "./acceptance/auth-config-missing.ts";
import authConfigNotDeployed from "./acceptance/auth-config-not-deployed.ts";
import clockSkew from "./acceptance/clock-skew.ts";
import convexClientIdWrongEnv from "./acceptance/convex-client-id-wrong-env.ts";
import customAuthDomainIssuer from "./acceptance/custom-auth-domain-issuer.ts";
import emulatorJwksUnreachable from "./acceptance/emulator-jwks-unreachable.ts";
import errorSwallowedSilently from "./acceptance/error-swallowed-silently.ts";
import foreignTokenKind from "./acceptance/foreign-token-kind.ts";
import jwksContentType from "./acceptance/jwks-content-type.ts";
import jwksUrlWrong from "./acceptance/jwks-url-wrong.ts";
import kidMismatch from "./acceptance/kid-mismatch.ts";
import plainConvexProvider from "./acceptance/plain-convex-provider.ts";
import secondProviderMissing from "./acceptance/second-provider-missing.ts";
import serverFetchWithoutToken from "./acceptance/server-fetch-without-token.ts";
import sharedIssuerTokenWithoutAud from "./acceptance/shared-issuer-token-without-aud.ts";
import cacheBustingClaim from "./identity/cache-busting-claim.ts";
import customJwtClaimNames from "./identity/custom-jwt-claim-names.ts";
import emailClaimMissing from "./identity/email-claim-missing.ts";
import jwtTemplateInvalid from "./identity/jwt-template-invalid.ts";
import jwtTemplatePerEnvironment from "./identity/jwt-template-per-environment.ts";
import orgClaimsAbsent from "./identity/org-claims-absent.ts";
import staleClaimsAfterSwitch from "./identity/stale-claims-after-switch.ts";
import expectAuthAnonymousHang from "./gating/expect-auth-anonymous-hang.ts";
import gateOnAuthkitUser from "./gating/gate-on-authkit-user.ts";
import queryBeforeAuth from "./gating/query-before-auth.ts";
import signinBeforeLoaded from "./gating/signin-before-loaded.ts";
import devOverlayHydration from "./renewal/dev-overlay-hydration.ts";
import expiryFlash from "./renewal/expiry-flash.ts";
import fetchTokenThrowsSocketStopped from "./renewal/fetch-token-throws-socket-stopped.ts";
import focusReloadLoop from "./renewal/focus-reload-loop.ts";
import idleSessionExpired from "./renewal/idle-session-expired.ts";
import multiTabLockTimeout from "./renewal/multi-tab-lock-timeout.ts";
import refreshedTokenDropped from "./renewal/refreshed-token-dropped.ts";
import rscRedirectCors from "./renewal/rsc-redirect-cors.ts";
import sameTokenReauthDeadlock from "./renewal/same-token-reauth-deadlock.ts";
import sessionDestroyedOn5xx from "./renewal/session-destroyed-on-5xx.ts";
import staleOnrefreshCallback from "./renewal/stale-onrefresh-callback.ts";
import staticTokenInSetAuth from "./renewal/static-token-in-set-auth.ts";
import transientNullLogsOut from "./renewal/transient-null-logs-out.ts";
import logoutErrorPage from "./sign-out/logout-error-page.ts";
import signoutByPrefetch from "./sign-out/signout-by-prefetch.ts";

/** Every failure mode, along the chain. Written by `npm run generate`. */
export const failureModes: readonly FailureMode[] = [
  apiHostnameLeftInProduction,
  applicationIdMiscased,
  authConfigOptionalEnvVar,
  brokenReferenceTemplate,
  ciDeployKeyNoCredentials,
  clientIdHardcoded,
  convexClientIdMissing,
  convexJsonAuthkitMissing,
  convexJsonUnknownSection,
  devServerOlderThanEnv,
  duplicateConvexReact,
  e2eLoginBlocked,
  emulatorHidesProdBug,
  envLoaderDisagreement,
  envMismatchLocalVsDeployment,
  envUndocumented,
  expoReactNativeUnsupported,
  noninteractiveProvisioning,
  oneWorkosEnvironmentForAllStages,
  previewDeploymentNoClientId,
  providerTypeMixup,
  proxyVsMiddlewareFilename,
  redirectUriEnvMissing,
  redirectUriLitter,
  runtimePeerVersion,
  secretInClientBundle,
  selfHostedAuthConfig,
  serverImportInClient,
  sharedIssuerWithoutApplicationId,
  templateReadmeWrongCommand,
  templateVarUnresolved,
  templateVersionSkew,
  viteEnvMissing,
  webhookComponentMisconfig,
  workosEmailAlreadyUsed,
  workosPlatformNotAuthorized,
  wrongDeploymentUrl,
  authorizeUrlInvalid,
  convexJsonDevNotLocal,
  matcherCatchesStaticOrApi,
  nextRedirectSwallowed,
  portDrift,
  previewRedirectUri,
  redirectUriMismatch,
  signinButtonNoop,
  signinLinkPrefetchCors,
  signinUrlInServerComponent,
  spaRedirectDefaultOrigin,
  verifierCookieAccumulation,
  callbackAutoResignin,
  callbackPathMismatch,
  callbackRedirectsTooEarly,
  codeReplayed,
  containerInternalHostRedirect,
  corsOriginMissing,
  deploymentProtection,
  missingAuthParamsImpersonation,
  mixedKeyEnvironment,
  oauthStateMismatch,
  onsuccessThrowsLosesLogin,
  pkceCookieMissing,
  previewHostCookieSplit,
  secureCookieOnHttp,
  spaFallbackMissing,
  authkitProviderRemount,
  cookiePasswordBad,
  cookieTooLarge,
  middlewareNotCovering,
  reactRouterIssuerPin,
  spaProdSessionLostOnReload,
  forceRefreshEveryPageLoad,
  hmrRefreshRace,
  infiniteTokenRefreshLoop,
  loadingSessionForever,
  refreshAction500,
  refreshTokenAlreadyExchanged,
  unstableFetchAccessToken,
  workos429,
  applicationIdNotClientId,
  applicationIdOnUserManagementProvider,
  audCargoCult,
  authConfigEmptyProviders,
  authConfigMissing,
  authConfigNotDeployed,
  clockSkew,
  convexClientIdWrongEnv,
  customAuthDomainIssuer,
  emulatorJwksUnreachable,
  errorSwallowedSilently,
  foreignTokenKind,
  jwksContentType,
  jwksUrlWrong,
  kidMismatch,
  plainConvexProvider,
  secondProviderMissing,
  serverFetchWithoutToken,
  sharedIssuerTokenWithoutAud,
  cacheBustingClaim,
  customJwtClaimNames,
  emailClaimMissing,
  jwtTemplateInvalid,
  jwtTemplatePerEnvironment,
  orgClaimsAbsent,
  staleClaimsAfterSwitch,
  expectAuthAnonymousHang,
  gateOnAuthkitUser,
  queryBeforeAuth,
  signinBeforeLoaded,
  devOverlayHydration,
  expiryFlash,
  fetchTokenThrowsSocketStopped,
  focusReloadLoop,
  idleSessionExpired,
  multiTabLockTimeout,
  refreshedTokenDropped,
  rscRedirectCors,
  sameTokenReauthDeadlock,
  sessionDestroyedOn5xx,
  staleOnrefreshCallback,
  staticTokenInSetAuth,
  transientNullLogsOut,
  logoutErrorPage,
  signoutByPrefetch,
];
