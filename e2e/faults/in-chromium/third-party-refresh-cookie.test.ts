import { describe, expect, it } from "vitest";
import { useSpa } from "./spa.ts";

describe("third-party-refresh-cookie leads into spa-prod-session-lost-on-reload", () => {
  const spa = useSpa({ devMode: false });

  it("without it, the session survives a reload", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
    await spa.page.reload();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
  });

  it("with it, somebody signs in, and a reload signs out without asking WorkOS anything", async () => {
    spa.app.emulator.faults.set("third-party-refresh-cookie");
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "not authenticated" });
    const asked: string[] = [];
    spa.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await spa.page.reload();
    await spa.shows({ authkit: "signed out", convex: "not authenticated" });
    expect(asked).not.toContain("/user_management/authenticate");
  });

  it("with it, the fresh token that Convex asks for after sign-in is refused already", async () => {
    spa.app.emulator.faults.set("third-party-refresh-cookie");
    const answered = spa.page.waitForResponse(
      (response) => response.url().endsWith("/user_management/authenticate") && response.status() === 400,
    );
    await spa.signIn();
    expect(await (await answered).text()).toMatch(/refresh_token is required|Missing refresh token/i);
    await spa.shows({ authkit: "ben@example.com", convex: "not authenticated" });
    await spa.page.getByRole("button", { name: "Refresh" }).click();
    await spa.shows({ token: "No access token available" });
  });
});
