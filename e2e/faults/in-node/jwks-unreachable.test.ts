import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex({
  fault: "jwks-unreachable",
  failureMode: "emulator-jwks-unreachable",
  fixture: "keys-on-localhost",
  prepare: (app) => app.setVariable("AUTHKIT_URL", app.emulator.url),
  message:
    /Could not fetch JWKS from URL 'http:\/\/localhost:\d+\/sso\/jwks\/client_emulator': .*connection refused/,
});
