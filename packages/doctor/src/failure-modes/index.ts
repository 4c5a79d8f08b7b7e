import type { FailureMode } from "./failure-mode.ts";
import clientIdHardcoded from "./setup/client-id-hardcoded.ts";
import applicationIdNotClientId from "./acceptance/application-id-not-client-id.ts";
import applicationIdOnUserManagementProvider from "./acceptance/application-id-on-user-management-provider.ts";
import audCargoCult from "./acceptance/aud-cargo-cult.ts";
import authConfigEmptyProviders from "./acceptance/auth-config-empty-providers.ts";
import authConfigMissing from "./acceptance/auth-config-missing.ts";
import convexClientIdWrongEnv from "./acceptance/convex-client-id-wrong-env.ts";
import customAuthDomainIssuer from "./acceptance/custom-auth-domain-issuer.ts";
import jwksUrlWrong from "./acceptance/jwks-url-wrong.ts";
import secondProviderMissing from "./acceptance/second-provider-missing.ts";
import sharedIssuerTokenWithoutAud from "./acceptance/shared-issuer-token-without-aud.ts";

/** Every failure mode, along the chain. Written by `npm run generate`. */
export const failureModes: readonly FailureMode[] = [
  clientIdHardcoded,
  applicationIdNotClientId,
  applicationIdOnUserManagementProvider,
  audCargoCult,
  authConfigEmptyProviders,
  authConfigMissing,
  convexClientIdWrongEnv,
  customAuthDomainIssuer,
  jwksUrlWrong,
  secondProviderMissing,
  sharedIssuerTokenWithoutAud,
];
