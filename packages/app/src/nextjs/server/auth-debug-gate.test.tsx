import { withAuth } from "@workos-inc/authkit-nextjs";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AuthDebugGate, type AuthDebugGateProps, type GateUser } from "./auth-debug-gate.tsx";

vi.mock("@workos-inc/authkit-nextjs", () => ({ withAuth: vi.fn() }));
const session = vi.mocked(withAuth);

const ADA = { id: "user_1", email: "ada@example.com", emailVerified: true } as NonNullable<
  Awaited<ReturnType<typeof withAuth>>["user"]
>;
const THE_PAGE = "how sign-in stands";

/** What a visitor gets; null: the page that does not exist. */
async function seen(props: Partial<AuthDebugGateProps> = {}): Promise<string | null> {
  try {
    return renderToStaticMarkup(
      await AuthDebugGate({ allow: ({ role }) => role === "admin", children: THE_PAGE, ...props }),
    );
  } catch (error) {
    if (error instanceof Error && error.message.includes("HTTP_ERROR_FALLBACK;404")) return null;
    throw error;
  }
}

const signedIn = (claims: object): void =>
  void session.mockResolvedValue({ user: ADA, accessToken: "token", sessionId: "session_1", ...claims });

beforeEach(() => void session.mockReset());

describe("the debug page", () => {
  it("is there for an account that is allowed, whatever Convex says about it", async () => {
    signedIn({ role: "admin", organizationId: "org_1" });
    expect(await seen()).toBe(THE_PAGE);
  });

  it("does not exist for another one", async () => {
    signedIn({ role: "member" });
    expect(await seen()).toBeNull();
    expect(await seen({ signedOut: "sign in first" })).toBeNull();
  });

  it("does not exist for a visitor who is signed out, and asks nobody about them", async () => {
    session.mockResolvedValue({ user: null });
    const allow = vi.fn<(user: GateUser) => boolean>(() => true);
    expect(await seen({ allow })).toBeNull();
    expect(allow).not.toHaveBeenCalled();
  });

  it("gives such a visitor what the app has for them, and nothing of the page", async () => {
    session.mockResolvedValue({ user: null });
    expect(await seen({ signedOut: "sign in first" })).toBe("sign in first");
  });

  it("is decided by the user, role, permissions and organization of the session", async () => {
    signedIn({ role: "admin", organizationId: "org_1" });
    const allow = vi.fn<(user: GateUser) => boolean>(() => true);
    await seen({ allow });
    expect(allow).toHaveBeenCalledExactlyOnceWith({
      id: "user_1",
      email: "ada@example.com",
      emailVerified: true,
      organizationId: "org_1",
      role: "admin",
      permissions: [],
    });
  });
});
