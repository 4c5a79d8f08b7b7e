import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resourcesUnderTest } from "../resources-under-test.ts";
import { NOT_EMULATED, notEmulatedRoutes } from "./not-emulated-routes.ts";

describe("what is not emulated", () => {
  it("says so to the SDK", async () => {
    const { workos } = resourcesUnderTest(notEmulatedRoutes);
    await expect(workos.userManagement.sendInvitation({ email: "x@example.com" })).rejects.toMatchObject({
      status: 501,
      message: expect.stringContaining("does not emulate invitations"),
    });
    await expect(workos.featureFlags.listFeatureFlags()).rejects.toMatchObject({
      message: expect.stringContaining("does not emulate feature flags"),
    });
  });

  it("is not said to those who have no key", async () => {
    const { fetch } = resourcesUnderTest(notEmulatedRoutes);
    expect((await fetch("/audit_logs/events", { method: "POST" })).status).toBe(401);
  });

  it("is listed in the documentation, thing for thing", () => {
    const document = readFileSync(new URL("../../../../../docs/emulator.md", import.meta.url), "utf8");
    const list = (/\n### What it does not emulate\n([^#]*)/.exec(document)?.[1] ?? "").replace(/\s+/g, " ");
    expect(Object.keys(NOT_EMULATED).filter((what) => !list.includes(what))).toEqual([]);
  });

  it("leaves authkit-nextjs in peace where a claim token is set", async () => {
    const { fetch } = resourcesUnderTest(notEmulatedRoutes);
    const response = await fetch("/x/one-shot-environments/claim-nonces", {
      method: "POST",
      body: JSON.stringify({ client_id: "client_emulator", claim_token: "token" }),
    });
    expect(response.status).toBe(409);
  });
});
