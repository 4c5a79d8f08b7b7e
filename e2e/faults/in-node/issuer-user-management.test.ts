import { createRemoteJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

// authkit-react-router 0.12 is in no registry that tests may install from (0.8.1 is the newest there, and pins nothing). This is the
// one call of it that the fault is about: the installed jose, told to accept the bare API host as issuer and nothing else.
const WORKOS_JWT_ISSUER = "https://api.workos.com";

describe("issuer-user-management leads into react-router-issuer-pin", () => {
  const app = useLocalApp({ authkit: { issuer: "api-origin" } });
  const verify = async () => {
    const { accessToken } = await app.signIn();
    const jwks = createRemoteJWKSet(new URL(app.workos().userManagement.getJwksUrl(app.emulator.clientId)));
    return await jwtVerify(accessToken, jwks, { issuer: WORKOS_JWT_ISSUER });
  };

  it("without it, tokens of an older environment hold before the pinned issuer", async () => {
    expect((await verify()).payload.iss).toBe(WORKOS_JWT_ISSUER);
  });

  it("with it, no token does, fresh as it is", async () => {
    app.emulator.faults.set("issuer-user-management");
    await expect(verify()).rejects.toMatchObject({ code: "ERR_JWT_CLAIM_VALIDATION_FAILED", claim: "iss" });
  });
});
