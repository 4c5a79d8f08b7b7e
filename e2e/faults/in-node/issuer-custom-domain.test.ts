import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex({
  fault: "issuer-custom-domain",
  failureMode: "custom-auth-domain-issuer",
  message: /No auth provider found matching the given token/,
});
