import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BEN } from "./support/accounts.ts";
import { authStates, recordAuthStates, startBrowser } from "./support/browser.ts";
import { type EmulatedApp, startEmulatedApp, viteEnvironment } from "./support/emulated-app.ts";
import { canWrite, signIn } from "./support/notes-page.ts";
import { copyProject, type ProjectCopy } from "./support/project-copy.ts";
import { refreshGrants } from "./support/refresh-grants.ts";

// The Vite example as a developer has it: React's build for development, StrictMode, which mounts everything twice, and files that
// are saved while somebody is signed in.

let copy: ProjectCopy;
let app: EmulatedApp;
let browser: Browser;
beforeAll(async () => {
  copy = await copyProject(fileURLToPath(new URL("../examples/vite-spa", import.meta.url)));
  app = await startEmulatedApp(copy.folder, viteEnvironment, async ({ port, env }) => {
    const variables = Object.entries(env).map(([name, value]) => `${name}="${value}"\n`);
    await writeFile(join(copy.folder, ".env.local"), variables.join(""));
    const server = await createServer({
      root: copy.folder,
      mode: "development",
      logLevel: "error",
      server: { port, strictPort: true, host: "localhost" },
    });
    await server.listen();
    return { stop: () => server.close() };
  });
  browser = await startBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await copy?.remove();
});

let context: BrowserContext;
let page: Page;
beforeEach(async () => {
  await app.reset();
  context = await browser.newContext();
  await recordAuthStates(context);
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
});

/** Saves a file of the app with other words in it. */
async function save(file: string, words: string, others: string): Promise<void> {
  const path = join(copy.folder, "src", file);
  const text = await readFile(path, "utf8");
  if (!text.includes(words)) throw new Error(`${file} does not say “${words}”.`);
  await writeFile(path, text.replace(words, others));
}

/** How often the page told Convex who it is. */
const authentications = (): number =>
  app.emulator.timeline.events().filter(({ kind }) => kind === "authenticate").length;

describe("in development", () => {
  it("refreshes once and tells Convex once who it is, although everything is mounted twice", async () => {
    await signIn(page, app.url, BEN);
    const [refreshes, told] = [refreshGrants(app.emulator), authentications()];
    await page.reload();
    await canWrite(page, "mounted twice");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
    expect([refreshGrants(app.emulator) - refreshes, authentications() - told]).toEqual([1, 1]);
  });

  it.each([
    ["the page that is shown", "pages/notes.tsx", "Your notes", "What you wrote"],
    ["a component beside it", "components/header.tsx", ">Account<", ">Settings<"],
  ])("changes %s without a new sign-in", async (_, file, words, others) => {
    await signIn(page, app.url, BEN);
    await canWrite(page, "before");
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    const [refreshes, told] = [refreshGrants(app.emulator), authentications()];
    await save(file, words, others);
    try {
      await page.getByText(others.replaceAll(/[<>]/g, ""), { exact: true }).waitFor();
      await canWrite(page, "after");
      expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
      expect((await authStates(page)).at(-1)).toBe("signed-in");
      expect([refreshGrants(app.emulator) - refreshes, authentications() - told]).toEqual([0, 0]);
    } finally {
      await save(file, others, words);
    }
  });
});
