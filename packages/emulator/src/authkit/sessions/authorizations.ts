/** What the app asked for at `GET /user_management/authorize`, checked. */
export interface AuthorizationRequest {
  clientId: string;
  /** Registered; goes back there. */
  redirectUri: string;
  /** Verbatim; null: the app sent none. */
  state: string | null;
  /** PKCE, S256; null: the app sent none (a confidential client). */
  codeChallenge: string | null;
  screenHint: "sign-in" | "sign-up";
  loginHint: string | null;
  /** The organization to sign in to; null: the user's only one, or the one that is chosen on the page. */
  organizationId: string | null;
  provider: string | null;
  prompt: string | null;
  maxAge: number | null;
}

/** A sign-in that waits for the hosted page. */
export interface Authorization extends AuthorizationRequest {
  /** In the address of the hosted page. */
  id: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Sign-ins that have begun and are not finished. */
export interface Authorizations {
  begin(request: AuthorizationRequest): Authorization;
  /** Null: unknown, finished or too old. */
  find(id: string): Authorization | null;
  finish(id: string): void;
  reset(): void;
}
