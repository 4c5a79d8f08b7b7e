/**
 * The points at which a fault can change what the emulator does, with the type of what is decided there. Each side asks
 * `faults.decide(junction, value, situation)` with the value it would use itself.
 */
export interface Junctions {
  // Any endpoint of either side
  /** An answer in the place of the endpoint's own; null: the endpoint answers. Asked before an endpoint does anything. */
  answer: PlantedAnswer | null;
  /** Milliseconds to wait before the endpoint does anything. */
  delay: number;

  // AuthKit: authorize and the hosted page
  /** Whether the client id is known. */
  clientIdKnown: boolean;
  /** Whether the redirect URI is registered for the client. */
  redirectUriRegistered: boolean;
  /** The parameters with which the browser comes back to the callback. */
  callbackParameters: Record<string, string>;
  /** What the hosted sign-in page asks before it lets anyone in. */
  hostedPage: "form" | "challenge";

  // AuthKit: tokens
  /** The `iss` of access tokens. */
  issuer: string;
  /** Seconds for which an access token lives. */
  tokenLifetime: number;
  /** The claims of an access token, with all that WorkOS and the template put there, before it is signed. */
  claims: Record<string, unknown>;
  /** The JWT template's text in force; null: none. */
  jwtTemplate: string | null;
  /** The organization a session is in; null: none. */
  organization: string | null;
  /** Which key signs: the one in the JWKS, or another under the same or another kid. */
  signingKey: "published" | "replaced" | "replaced-same-kid";
  /** Seconds for which a used refresh token still gives the pair it was exchanged for. */
  replayGrace: number;
  /** Whether the session behind a refresh token is still alive. */
  sessionAlive: boolean;
  /** Whether the browser sends the refresh cookie of the SPA mode back. */
  refreshCookieArrives: boolean;
  /** Whether the API key belongs to the environment of the client id. */
  apiKeyMatches: boolean;

  // AuthKit: settings
  /** Whether a page of this origin may call the API. */
  corsOriginAllowed: boolean;
  /** The app's homepage, to which a sign-out without an allowed target goes; null: none is set. */
  homepageUrl: string | null;
  /** Where a sign-out may return to. */
  logoutUris: readonly string[];

  // Both
  /** Milliseconds by which this side's clock is off. */
  authkitClock: number;
  convexClock: number;

  // Convex
  /** The deployment's environment variables. */
  deploymentVariables: Record<string, string>;
  /** The auth config that is deployed: the app's file as it is now, or a stale one. Plain JSON as Convex stores it. */
  deployedAuthConfig: unknown;
  /** What a JWKS URL answers to Convex; null: the fetch is made as usual. */
  jwksAnswer: { status: number; contentType: string; body: string } | { error: string } | null;
  /** Whether Convex redacts the messages it sends to clients, as production deployments do. */
  redactMessages: boolean;
}

/** An answer that a fault plants. `reset`: the socket is cut without an answer. */
export type PlantedAnswer =
  | { status: number; headers?: Record<string, string>; body: string | Record<string, unknown> }
  | { reset: true };
