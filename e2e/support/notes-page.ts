import type { Locator, Page } from "playwright-core";
import type { Person } from "./accounts.ts";
import { useHostedPage } from "./browser.ts";

/** What a page of an example shows to somebody who is signed in. */
export const signedIn = (page: Page): Locator => page.getByRole("button", { name: "Sign out" });
/** … and to somebody who is not. */
export const signedOut = (page: Page): Locator =>
  page.getByRole("banner").getByRole("button", { name: "Sign in" });

/** Signs in from a page that anybody may see. @param url its address */
export async function signIn(page: Page, url: string, person: Person): Promise<void> {
  await page.goto(url);
  await signedOut(page).click();
  await useHostedPage(page, person, person.organization);
  await signedIn(page).waitFor();
}

/** Writes a note, and waits until Convex shows it: its functions go on answering, not only the look of the page. */
export async function canWrite(page: Page, text: string): Promise<void> {
  await page.getByLabel("New note").fill(text);
  await page.keyboard.press("Enter");
  await page.getByRole("listitem").filter({ hasText: text }).waitFor();
}
