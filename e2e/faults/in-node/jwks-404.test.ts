import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex({
  fault: "jwks-404",
  failureMode: "jwks-url-wrong",
  message:
    /Could not fetch JWKS from URL 'https:\/\/api\.workos\.com\/sso\/jwks\/client_emulator': HTTP 404 Not Found/,
});
