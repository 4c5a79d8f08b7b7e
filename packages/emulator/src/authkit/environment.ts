/** What a WorkOS environment has set in its dashboard; managed through the API as well. */
export interface AuthKitEnvironment {
  clientId: string;
  /** The secret key, `sk_test_…`. */
  apiKey: string;
  /** A sandbox allows http on localhost; production does not. */
  type: "sandbox" | "production";
  /**
   * The form of `iss`: `user_management` is `https://api.workos.com/user_management/<clientId>`, `api-origin` is
   * `https://api.workos.com` (older environments); or the whole issuer, as with a custom authentication API domain or the SSO form.
   */
  issuer: "user_management" | "api-origin" | (string & {});
  /** Seconds for which an access token lives: 300 in production. */
  tokenLifetime: number;
  /** Seconds after which a session ends whatever happens, and after which an unused one does. */
  sessionLifetime: number;
  inactivityTimeout: number;
  /** Exact, or with one wildcard by WorkOS's rules. The first is the default. */
  redirectUris: string[];
  corsOrigins: string[];
  /** Where a sign-out may return to. */
  logoutUris: string[];
  homepageUrl: string | null;
  /** The JWT template's text; null: none. */
  jwtTemplate: string | null;
  webhooks: WebhookEndpoint[];
}

/** Where events are sent, signed as WorkOS signs them. */
export interface WebhookEndpoint {
  url: string;
  secret: string;
  /** Event names such as `user.created`; absent: all. */
  events?: string[];
  /** False: switched off through the API. */
  enabled?: boolean;
}
