/** WorkOS's limit for the rendered claims, in bytes, because the session cookie has to hold them. */
export const MAX_RENDERED_BYTES = 3072;

/** Claims that a template may not set; WorkOS refuses to save it. `aud` is not among them. */
export const RESERVED_CLAIMS: readonly string[] = ["iss", "sub", "exp", "iat", "nbf", "jti"];
