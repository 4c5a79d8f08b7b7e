import { describe, expect, it } from "vitest";
import { useSpa } from "./spa.ts";

describe("client-id-unknown leads into authorize-url-invalid", () => {
  const spa = useSpa();

  it("without it, the button of authkit-react leads to the form, and back signed in", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
  });

  it("with it, the browser ends on an error page before any form", async () => {
    spa.app.emulator.faults.set("client-id-unknown");
    const end = await spa.pressSignIn();
    expect(end.pathname).toMatch(/\/sso\/client-id-invalid$/);
    expect(await spa.page.getByRole("textbox").count()).toBe(0);
  });
});
