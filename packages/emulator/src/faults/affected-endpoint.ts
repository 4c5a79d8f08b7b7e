/** Where all grants go: codes, refresh tokens, passwords. */
export const AUTHENTICATE = "POST /user_management/authenticate";

/** Convex's endpoints; an outage of WorkOS does not reach them. */
const OF_CONVEX = /^\S+ \/(?:api\/|version$|instance_name$)/;

/** @param wished an endpoint, or `*` for all of the AuthKit side */
export function isAffected(endpoint: string | null, wished: string): boolean {
  if (endpoint === null) return false;
  return wished === "*" ? !OF_CONVEX.test(endpoint) : endpoint === wished;
}
