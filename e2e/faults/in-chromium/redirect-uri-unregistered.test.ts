import { describe, expect, it } from "vitest";
import { useSpa } from "./spa.ts";

describe("redirect-uri-unregistered leads into redirect-uri-mismatch", () => {
  const spa = useSpa();

  it("without it, the button of authkit-react leads to the form, and back signed in", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
  });

  it("with it, the browser ends on an error page, and nothing comes back to the app", async () => {
    spa.app.emulator.faults.set("redirect-uri-unregistered");
    const visited: string[] = [];
    spa.page.on("framenavigated", (frame) => visited.push(frame.url()));
    const end = await spa.pressSignIn();
    expect(end.pathname).toMatch(/redirect-uri-invalid$/);
    expect(visited.filter((url) => url.startsWith(`${spa.app.url}/callback`))).toEqual([]);
  });
});
