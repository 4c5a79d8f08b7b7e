import type { AuthConfig } from "convex/server";

const clientId = process.env.WORKOS_CLIENT_ID;

export default {
  providers: [
    {
      type: "customJwt",
      issuer: "https://api.workos.com/",
      algorithm: "RS256",
      applicationID: clientId,
      jwks: `https://api.workos.com/sso/jwks/${clientId}`,
    },
    {
      type: "customJwt",
      issuer: `https://api.workos.com/user_management/${clientId}`,
      algorithm: "RS256",
      jwks: `https://api.workos.com/sso/jwks/${clientId}`,
    },
    // Production signs people in through its own authentication API domain.
    {
      type: "customJwt",
      issuer: `https://auth.notes.example.com/user_management/${clientId}`,
      algorithm: "RS256",
      jwks: `https://auth.notes.example.com/sso/jwks/${clientId}`,
    },
  ],
} satisfies AuthConfig;
