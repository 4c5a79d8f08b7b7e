import { describe, it } from "vitest";
import { useSpa } from "./spa.ts";

describe("session-revoked leads into idle-session-expired", () => {
  const spa = useSpa();

  it("without it, the page gets a fresh token", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
    await spa.page.getByRole("button", { name: "Refresh" }).click();
    await spa.shows({ token: "a token" });
  });

  it("with it, no token is to be had until sign-in, while AuthKit's user still stands there", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
    spa.app.emulator.faults.set("session-revoked");
    await spa.page.getByRole("button", { name: "Refresh" }).click();
    await spa.shows({ token: "No access token available" });
    await spa.shows({ authkit: "ben@example.com" });
    await spa.page.reload();
    await spa.shows({ authkit: "signed out", convex: "not authenticated" });
  });
});
