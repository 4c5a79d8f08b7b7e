import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import type * as emulatorModule from "../src/emulator.ts";
import type * as playwrightModule from "../src/testing/playwright.ts";
import type * as vitestModule from "../src/testing/vitest.ts";
import { DIST } from "./run-command.ts";

const rightProject = fileURLToPath(new URL("../../doctor/right-projects/vite-spa", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

/** A subpath of the package, by its export map, as somebody imports it who has installed it. */
async function imported<Module>(subpath: keyof typeof packageJson.exports): Promise<Module> {
  const entry = packageJson.exports[subpath];
  const file = typeof entry === "string" ? entry : entry.default;
  return (await import(pathToFileURL(join(DIST, "..", file)).href)) as Module;
}

type Emulator = typeof emulatorModule;
type Playwright = typeof playwrightModule;
type Vitest = typeof vitestModule;

let root: string;
const closing: (() => Promise<void>)[] = [];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "convex-authkit-packed-emulator-"));
  cpSync(rightProject, root, { recursive: true });
  symlinkSync(modules, join(root, "node_modules"));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => rmSync(root, { recursive: true }));

it("convex-authkit/emulator runs an app's functions and lets its own tokens in", async () => {
  const { createEmulator } = await imported<Emulator>("./emulator");
  const emulator = await createEmulator({
    authkit: { port: 0 },
    convex: { root, port: 0, sitePort: 0, variables: { WORKOS_CLIENT_ID: "client_emulator" } },
  });
  closing.push(() => emulator.close());
  const session = await emulator.authkit?.signIn("admin@example.com");
  const client = new ConvexHttpClient(emulator.convexUrl ?? "", { logger: false });
  client.setAuth(session?.accessToken ?? "");
  expect(await client.query(makeFunctionReference<"query">("notes:list"), {})).toEqual([]);
  await emulator.advance("6m");
  await expect(client.query(makeFunctionReference<"query">("notes:list"), {})).rejects.toThrow();
});

it("convex-authkit/testing/playwright signs in at a running emulator", async () => {
  const { createEmulator } = await imported<Emulator>("./emulator");
  const { storageState } = await imported<Playwright>("./testing/playwright");
  const emulator = await createEmulator({ authkit: { port: 0 } });
  closing.push(() => emulator.close());
  const state = await storageState("member@example.com", {
    emulatorUrl: emulator.url,
    appUrl: "http://localhost:3000",
    kind: "cookie",
    cookiePassword: "a cookie password of 32 characters",
  });
  expect(state.cookies).toMatchObject([
    { name: "wos-session", value: expect.stringMatching(/^Fe26\.2\*1\*.*~2$/) },
  ]);
  expect(emulator.authkit?.sessions()).toMatchObject([{ email: "member@example.com" }]);
});

it("convex-authkit/testing/vitest uses the project's own Vitest", async () => {
  const { identity } = await imported<Vitest>("./testing/vitest");
  expect(identity({ email: "ada@example.com" })).toMatchObject({ email: "ada@example.com" });
});
