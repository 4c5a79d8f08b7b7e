import { UnprocessableEntityException } from "@workos-inc/node";
import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

describe("template-oversized leads into jwt-template-invalid", () => {
  const app = useLocalApp({ authkit: { jwtTemplate: '{ "email": {{ user.email }} }' } });

  it("without it, the template is rendered", async () => {
    expect((await app.signIn()).accessToken).toMatch(/^eyJ/);
  });

  it("with it, WorkOS's SDK throws 422 at sign-in and at each refresh", async () => {
    const { refreshToken } = await app.signIn();
    app.emulator.faults.set("template-oversized");
    const refused = { status: 422, message: expect.stringMatching(/3,?072/) };
    await expect(app.signIn()).rejects.toBeInstanceOf(UnprocessableEntityException);
    await expect(app.signIn()).rejects.toMatchObject(refused);
    await expect(
      app.workos().userManagement.authenticateWithRefreshToken({
        clientId: app.emulator.clientId,
        refreshToken,
      }),
    ).rejects.toMatchObject(refused);
  });
});
