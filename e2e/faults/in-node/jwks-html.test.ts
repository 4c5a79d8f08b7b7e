import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex({
  fault: "jwks-html",
  failureMode: "jwks-content-type",
  message:
    /Invalid Content-Type 'text\/html(?:; charset=utf-8)?' when fetching JWKS from '.+'\. Expected 'application\/json' or 'application\/jwk-set\+json'\./,
});
