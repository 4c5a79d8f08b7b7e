import { describe, expect, it } from "vitest";
import { BEN } from "../../support/accounts.ts";
import { useHostedPage } from "../../support/browser.ts";
import { useSpa } from "./spa.ts";

describe("hosted-page-challenge leads into e2e-login-blocked", () => {
  const spa = useSpa();

  it("without it, a script that fills in the form is signed in", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com" });
  });

  it("with it, the same script finds no form to fill in", async () => {
    spa.app.emulator.faults.set("hosted-page-challenge");
    await spa.pressSignIn();
    spa.page.setDefaultTimeout(500);
    await expect(useHostedPage(spa.page, BEN)).rejects.toThrow(/Timeout.*E-mail address/s);
    expect(await spa.page.getByRole("heading").textContent()).toBe("Verify you are human");
    expect(spa.page.url().startsWith(spa.app.url)).toBe(false);
  });
});
