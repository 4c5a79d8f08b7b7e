import { describe, it } from "vitest";
import { useSpa } from "./spa.ts";

describe("slow-refresh leads into multi-tab-lock-timeout", () => {
  const spa = useSpa();

  it("without it, two tabs refresh in turn", async () => {
    const second = await twoTabs();
    for (const tab of [spa.page, second]) await tab.getByRole("button", { name: "Refresh" }).click();
    for (const tab of [spa.page, second]) await spa.shows({ token: "a token" }, tab);
  });

  it("with it, the tab that waits for its turn gives up on the lock", async () => {
    const second = await twoTabs();
    spa.app.emulator.faults.set("slow-refresh");
    const asked = spa.page.waitForRequest(/\/user_management\/authenticate$/);
    await spa.page.getByRole("button", { name: "Refresh" }).click();
    await asked;
    const warned = second.waitForEvent("console", (said) =>
      said.text().includes("Couldn't acquire refresh lock."),
    );
    await second.getByRole("button", { name: "Refresh" }).click();
    await warned;
    // It has ten seconds of patience, twice, on a timer that cannot be moved.
    await spa.shows({ token: /Lock acquisition timed out for "WORKOS_REFRESH_SESSION" \(Native\)/ }, second);
    await spa.app.emulator.advance("25s");
    await spa.shows({ token: "a token" });
  });

  async function twoTabs() {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
    const second = await spa.context.newPage();
    await second.goto(spa.app.url);
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" }, second);
    return second;
  }
});
