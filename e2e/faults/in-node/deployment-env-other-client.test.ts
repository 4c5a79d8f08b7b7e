import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex({
  fault: "deployment-env-other-client",
  failureMode: "convex-client-id-wrong-env",
  message: /No auth provider found matching the given token.*client_01K4OTHERENVIRONMENT/,
});
