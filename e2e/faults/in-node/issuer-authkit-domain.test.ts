import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex({
  fault: "issuer-authkit-domain",
  failureMode: "foreign-token-kind",
  message: /No auth provider found matching the given token/,
});
