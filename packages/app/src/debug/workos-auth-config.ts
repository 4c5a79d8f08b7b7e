/**
 * The auth config with both issuer forms of WorkOS, for one client id: what `convex/auth.config.ts` should come to.
 *
 * @param clientId `client_…`
 * @param apiHost a custom authentication API domain; `api.workos.com` where absent
 */
export function workosAuthConfig(clientId: string, apiHost = "api.workos.com"): { providers: object[] } {
  const jwks = `https://${apiHost}/sso/jwks/${clientId}`;
  const common = { type: "customJwt", algorithm: "RS256", jwks };
  return {
    providers: [
      { ...common, issuer: `https://${apiHost}/`, applicationID: clientId },
      { ...common, issuer: `https://${apiHost}/user_management/${clientId}` },
    ],
  };
}
