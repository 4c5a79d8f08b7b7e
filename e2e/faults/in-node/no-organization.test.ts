import { describe, expect, it } from "vitest";
import { ADA, me, useLocalApp } from "./local-app.ts";

describe("no-organization leads into org-claims-absent", () => {
  const app = useLocalApp({
    authkit: {
      seed: { accounts: [{ ...ADA, memberships: [{ organization: "Analysts", roles: ["admin"] }] }] },
    },
  });

  it("without it, functions see the organization and the role", async () => {
    const { accessToken, organizationId } = await app.signIn();
    expect(await app.convex(accessToken).query(me, {})).toMatchObject({
      org_id: organizationId,
      role: "admin",
    });
  });

  it("with it, they see neither, although the user is a member", async () => {
    app.emulator.faults.set("no-organization");
    const { accessToken, user } = await app.signIn();
    const identity = await app.convex(accessToken).query(me, {});
    expect(identity).toMatchObject({ subject: user.id });
    for (const claim of ["org_id", "role", "permissions"]) expect(identity).not.toHaveProperty(claim);
  });
});
