import { identityFromClaims } from "@convex-authkit/core";
import { ConvexError } from "convex/values";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type AuthContext,
  debugIdentity,
  getIdentity,
  requireAdmin,
  requireOrganization,
  requirePermission,
  requireRole,
  requireUser,
} from "./index.ts";

const CLAIMS = {
  iss: "https://api.workos.com/user_management/client_01",
  sub: "user_01",
  sid: "session_01",
  exp: 2_000_000_000,
};

/** A context whose identity is the one that functions see for a token with these claims. */
function caller(claims: Record<string, unknown> | null): AuthContext {
  const reading = claims === null ? null : identityFromClaims({ ...CLAIMS, ...claims });
  return {
    auth: { getUserIdentity: async () => (reading === null ? null : reading.identity) as never },
  };
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ConvexError ? (error.data as { code: string }).code : "none";
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("getIdentity and requireUser", () => {
  it("give the claims under the names they have in the token", async () => {
    const identity = await getIdentity(
      caller({ email: "a@example.com", picture: "p.png", act: { sub: "x" } }),
    );
    expect(identity).toMatchObject({
      tokenIdentifier: `${CLAIMS.iss}|user_01`,
      subject: "user_01",
      sid: "session_01",
      picture: "p.png",
      "act.sub": "x",
    });
    expect(identity).not.toHaveProperty("pictureUrl");
  });

  it("tell a signed-out caller from a signed-in one", async () => {
    expect(await getIdentity(caller(null))).toBeNull();
    expect(await refusal(requireUser(caller(null)))).toBe("not-signed-in");
    expect((await requireUser(caller({}))).subject).toBe("user_01");
  });
});

describe("roles, permissions and organizations", () => {
  const member = { org_id: "org_1", role: "member", permissions: ["notes:read"] };

  it("are found in the token", async () => {
    expect((await requireRole(caller(member), "member")).org_id).toBe("org_1");
    expect((await requireRole(caller({ ...member, roles: ["member", "admin"] }), "admin")).org_id).toBe(
      "org_1",
    );
    expect((await requirePermission(caller(member), "notes:read")).org_id).toBe("org_1");
    expect((await requireOrganization(caller(member), "org_1")).org_id).toBe("org_1");
  });

  it("are refused with what is missing", async () => {
    expect(await refusal(requireRole(caller(member), "admin"))).toBe("role-missing");
    expect(await refusal(requirePermission(caller(member), "notes:write"))).toBe("permission-missing");
    expect(await refusal(requireOrganization(caller(member), "org_2"))).toBe("other-organization");
    expect(await refusal(requireRole(caller({}), "admin"))).toBe("organization-missing");
    expect(await refusal(requireRole(caller(null), "admin"))).toBe("not-signed-in");
  });
});

describe("requireAdmin", () => {
  const rule = { emailDomains: ["example.com"] };

  it("takes a verified address of the domain, in any case", async () => {
    const identity = { email: "Ada@Example.COM", email_verified: true };
    expect((await requireAdmin(caller(identity), rule)).subject).toBe("user_01");
  });

  it.each([
    ["an unverified address", { email: "ada@example.com", email_verified: false }],
    ["a verification that is a text", { email: "ada@example.com", email_verified: "true" }],
    ["an address of a subdomain", { email: "ada@evil.example.com", email_verified: true }],
    ["an address that ends alike", { email: "ada@notexample.com", email_verified: true }],
    ["the domain in the local part", { email: "example.com@evil.com", email_verified: true }],
    ["no address but the domain", { email: "example.com", email_verified: true }],
  ])("refuses %s", async (_, claims) => {
    expect(await refusal(requireAdmin(caller(claims), rule))).toBe("not-admin");
  });

  it("says which claim the template lacks", async () => {
    expect(await refusal(requireAdmin(caller({}), rule))).toBe("claim-missing");
    expect(await refusal(requireAdmin(caller({ email: "ada@example.com" }), rule))).toBe("claim-missing");
  });

  it("takes a role or a permission, in the organization asked for", async () => {
    const admin = { org_id: "org_1", role: "admin", permissions: ["admin:all"] };
    expect((await requireAdmin(caller(admin), { role: "admin" })).subject).toBe("user_01");
    expect((await requireAdmin(caller(admin), { permission: "admin:all" })).subject).toBe("user_01");
    const elsewhere = { role: "admin", organizationId: "org_2" };
    expect(await refusal(requireAdmin(caller(admin), elsewhere))).toBe("not-admin");
  });

  it("does not go without a rule", async () => {
    await expect(requireAdmin(caller({}), {})).rejects.toThrow(/no rule/);
  });
});

describe("debugIdentity", () => {
  const { handler } = debugIdentity({ emailDomains: ["example.com"] });
  const admin = { email: "ada@example.com", email_verified: true };

  it("answers administrators", async () => {
    const { identity, missing } = await handler(caller(admin));
    expect(identity?.email).toBe("ada@example.com");
    expect(missing).toEqual(["name", "org_id", "role", "permissions"]);
  });

  it("answers nobody else, unless the deployment says so", async () => {
    expect(await refusal(handler(caller({})))).toBe("not-admin");
    vi.stubEnv("CONVEX_AUTHKIT_DEBUG", "1");
    expect((await handler(caller({}))).missing).toContain("email");
    expect((await handler(caller(null))).identity).toBeNull();
  });
});
