import { describe, expect, it } from "vitest";
import { useSpa } from "./spa.ts";

describe("no-homepage-url leads into logout-error-page", () => {
  const spa = useSpa();

  it("without it, sign-out ends at the app's homepage", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com" });
    await spa.page.getByRole("button", { name: "Sign out" }).click();
    await spa.page.waitForURL(`${spa.app.url}/`);
    await spa.shows({ authkit: "signed out" });
  });

  it("with it, sign-out ends on an error page", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com" });
    spa.app.emulator.faults.set("no-homepage-url");
    await spa.page.getByRole("button", { name: "Sign out" }).click();
    await spa.page.waitForURL(/\/user_management\/app-homepage-url-not-found/);
    expect(new URL(spa.page.url()).origin).toBe(spa.app.emulator.url);
  });
});
