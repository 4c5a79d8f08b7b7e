export { type ApiKeyReading, readApiKey } from "./api-key.ts";
export { type ClientIdReading, readClientId } from "./client-id.ts";
export {
  COOKIE_PASSWORD_MIN_LENGTH,
  type CookiePasswordReading,
  readCookiePassword,
} from "./cookie-password.ts";
export {
  expectedIssuers,
  type ExpectedIssuers,
  type IssuerForm,
  type IssuerReading,
  isSharedIssuer,
  normalizeIssuer,
  readIssuer,
  WORKOS_API_HOST,
} from "./issuer-forms.ts";
export { expectedJwksUrl, type JwksUrlForm, type JwksUrlReading, readJwksUrl } from "./jwks-url.ts";
export * from "./jwt-template/index.ts";
export { type PlaceholderSign, placeholderSign } from "./placeholder.ts";
export * from "./redirect-uri/index.ts";
export {
  estimateSessionCookie,
  MAX_COOKIE_BYTES,
  sealedLength,
  SESSION_COOKIE_NAME,
  type SessionCookieContent,
  type SessionCookieEstimate,
} from "./session-cookie.ts";
