import type { Auth } from "convex/server";

/** A context of a query, mutation or action. */
export interface AuthContext {
  auth: Auth;
}

/**
 * The identity that functions see for a token of WorkOS under a `customJwt` provider.
 *
 * Claims keep the names they have in the token: `picture` stays `picture` and never becomes `pictureUrl`, `email_verified` never
 * `emailVerified`. What the token does not carry is absent: `email` and `name` come from the JWT template alone. Nested claims
 * arrive flat (`act.sub`).
 */
export interface AuthKitIdentity {
  /** `<issuer>|<subject>`, the key for a user across sign-ins. The two issuer forms of WorkOS give two different ones. */
  tokenIdentifier: string;
  /** The WorkOS user id, `user_…`. */
  subject: string;
  issuer: string;
  /** The WorkOS session, `session_…`. */
  sid?: string;
  org_id?: string;
  role?: string;
  roles?: string[];
  permissions?: string[];
  entitlements?: string[];
  feature_flags?: string[];
  /** The e-mail address of the administrator who impersonates the user. */
  "act.sub"?: string;
  /** Only with a JWT template that says `"email": {{ user.email }}`. */
  email?: string;
  /** Only with a JWT template that says `"email_verified": {{ user.email_verified }}`. */
  email_verified?: boolean;
  /** Only with a JWT template. */
  name?: string;
  /** Only with a JWT template. */
  picture?: string;
  /** Further claims of the JWT template, under their own names. */
  [claim: string]: unknown;
}

/**
 * Who calls, with the claims that WorkOS's token really gives.
 *
 * @returns null where nobody is signed in. In an HTTP action a refused token throws Convex's reason instead.
 */
export async function getIdentity(ctx: AuthContext): Promise<AuthKitIdentity | null> {
  return (await ctx.auth.getUserIdentity()) as AuthKitIdentity | null;
}
