import { describe, expect, it } from "vitest";
import { useSpa } from "./spa.ts";

describe("cors-origin-unlisted leads into cors-origin-missing", () => {
  const spa = useSpa();

  it("without it, the page exchanges its code and is signed in", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
    expect(spa.consoleText).not.toMatch(/CORS/);
  });

  it("with it, the browser comes back from sign-in, the console names CORS, and the user stays null", async () => {
    spa.app.emulator.faults.set("cors-origin-unlisted");
    await spa.signIn();
    await spa.page.waitForURL((url) => url.origin === spa.app.url);
    await spa.shows({ authkit: "signed out", convex: "not authenticated" });
    expect(spa.consoleText).toMatch(
      /Access to fetch at '.*\/user_management\/authenticate' from origin '.*' has been blocked by CORS policy/,
    );
  });
});
