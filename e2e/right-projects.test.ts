import { mkdir, symlink } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BEN } from "./support/accounts.ts";
import { startBrowser, useHostedPage } from "./support/browser.ts";
import {
  type EmulatedApp,
  nextEnvironment,
  startEmulatedApp,
  viteEnvironment,
} from "./support/emulated-app.ts";
import { nextApp } from "./support/next-app.ts";
import { copyProject, type ProjectCopy } from "./support/project-copy.ts";
import { viteApp } from "./support/vite-app.ts";

const PROJECTS = fileURLToPath(new URL("../packages/doctor/right-projects", import.meta.url));

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** What a package manager makes of the project's workspaces. */
async function linkWorkspaces(folder: string): Promise<void> {
  await mkdir(`${folder}/node_modules/@notes`, { recursive: true });
  await symlink("../../packages/backend", `${folder}/node_modules/@notes/backend`);
}

// The projects in which the doctor finds nothing, with the official hooks, built as they are: only their variables differ.
describe.each([
  {
    project: "nextjs-monorepo",
    start: async (folder: string) =>
      await startEmulatedApp(
        `${folder}/packages/backend`,
        nextEnvironment,
        nextApp(folder, { app: "apps/web", prepare: linkWorkspaces }),
      ),
    signInControl: (page: Page) => page.getByRole("link", { name: "Sign in" }),
  },
  {
    project: "vite-spa",
    start: async (folder: string) => await startEmulatedApp(folder, viteEnvironment, viteApp(folder)),
    signInControl: (page: Page) => page.getByRole("button", { name: "Sign in" }),
  },
])("the right project $project", ({ project, start, signInControl }) => {
  let copy: ProjectCopy;
  let app: EmulatedApp;
  beforeAll(async () => {
    copy = await copyProject(`${PROJECTS}/${project}`);
    app = await start(copy.folder);
  }, 600_000);
  afterAll(async () => {
    await app?.close();
    await copy?.remove();
  });

  it("signs in against the emulator, keeps the session over a reload, and signs out", async () => {
    const page = await browser.newPage();
    await page.goto(app.url);
    await signInControl(page).click();
    await useHostedPage(page, BEN);
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    expect(new URL(page.url()).origin).toBe(app.url);
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).click();
    await signInControl(page).waitFor();
    expect(app.emulator.authkit!.sessions().map(({ status }) => status)).not.toContain("active");
    const answered = app.emulator.timeline
      .events()
      .filter(({ kind, outcome }) => kind === "verdict" && outcome === "refused");
    expect(answered).toEqual([]);
    await page.close();
  });
});
