import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { ADA, GRACE, protocolUnderTest } from "../protocol/protocol-under-test.ts";

const claimsOf = async (
  settings: Parameters<typeof protocolUnderTest>[0],
  { email, password = "" } = GRACE,
) => {
  const { workos } = await protocolUnderTest(settings);
  const { accessToken } = await workos.userManagement.authenticateWithPassword({ email, password });
  return decodeJwt(accessToken);
};

describe("the claims of access tokens", () => {
  it.each([
    ["user_management", "https://api.workos.com/user_management/client_emulator"],
    ["api-origin", "https://api.workos.com"],
    [
      "https://auth.example.com/user_management/client_emulator",
      "https://auth.example.com/user_management/client_emulator",
    ],
  ])("name the issuer %s", async (issuer, iss) => {
    expect((await claimsOf({ issuer })).iss).toBe(iss);
  });

  it("hold for the environment's lifetime", async () => {
    const { iat = 0, exp } = await claimsOf({ tokenLifetime: 60 });
    expect(exp).toBe(iat + 60);
  });

  it("follow the clock", async () => {
    const { workos, clock } = await protocolUnderTest();
    await clock.advance("1h");
    const { accessToken } = await workos.userManagement.authenticateWithPassword({
      email: ADA.email,
      password: ADA.password ?? "",
    });
    expect(decodeJwt(accessToken).iat).toBeGreaterThanOrEqual(Math.floor(Date.now() / 1000) + 3600);
  });

  it("are completed by the JWT template, which may add an audience and replace the role", async () => {
    const jwtTemplate = `{
      "aud": "client_emulator",
      "email": {{ user.email }},
      "name": "{{ user.first_name || 'nobody' }}",
      "organization": {{ organization.name }},
      "role": "x-{{ organization_membership.role }}"
    }`;
    expect(await claimsOf({ jwtTemplate })).toMatchObject({
      aud: "client_emulator",
      email: GRACE.email,
      name: "nobody",
      organization: "Navy",
      role: "x-admin",
    });
    const withoutOrganization = await claimsOf({ jwtTemplate }, ADA);
    expect(withoutOrganization).toMatchObject({ name: "Ada", role: "x-" });
    expect(withoutOrganization).not.toHaveProperty("organization");
    expect(withoutOrganization).not.toHaveProperty("org_id");
  });

  it("cannot be made where the template renders too much, and then nothing is used up", async () => {
    const { workos, context, timeline } = await protocolUnderTest();
    const { refreshToken } = await workos.userManagement.authenticateWithPassword({
      email: ADA.email,
      password: ADA.password ?? "",
    });
    context.environment.jwtTemplate = `{ "much": "${"x".repeat(4000)}" }`;
    await expect(workos.userManagement.authenticateWithRefreshToken({ refreshToken })).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(/3072/),
    });
    expect(timeline.events().at(-1)).toMatchObject({ failureMode: "jwt-template-invalid" });
    context.environment.jwtTemplate = null;
    await workos.userManagement.authenticateWithRefreshToken({ refreshToken });
  });
});
