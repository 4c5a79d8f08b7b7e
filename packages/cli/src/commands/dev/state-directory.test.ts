import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cookiePassword, stateDirectoryOf } from "./state-directory.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "convex-authkit-state-"));
});
afterEach(() => rmSync(root, { recursive: true }));

it("lies where the project's packages are", () => {
  mkdirSync(join(root, ".git"));
  mkdirSync(join(root, "apps", "web"), { recursive: true });
  const web = join(root, "apps", "web");
  expect(stateDirectoryOf(web)).toBe(join(web, "node_modules", ".cache", "convex-authkit"));
  mkdirSync(join(root, "node_modules"));
  expect(stateDirectoryOf(web)).toBe(join(root, "node_modules", ".cache", "convex-authkit"));
});

it("keeps one cookie password, long enough and for its owner only", () => {
  const folder = join(root, "state");
  const made = cookiePassword(folder);
  expect(made.length).toBeGreaterThanOrEqual(32);
  expect(cookiePassword(folder)).toBe(made);
  expect(statSync(join(folder, "cookie-password")).mode & 0o077).toBe(0);
});

it("makes another where the kept one is of no use", () => {
  const folder = join(root, "state");
  mkdirSync(folder);
  writeFileSync(join(folder, "cookie-password"), "short\n");
  expect(cookiePassword(folder).length).toBeGreaterThanOrEqual(32);
});

it("says in a sentence that it cannot write", () => {
  writeFileSync(join(root, "file"), "");
  expect(() => cookiePassword(join(root, "file", "inside"))).toThrow(
    /cannot be used to keep.*--state-dir\.$/,
  );
  expect(existsSync(join(root, "file", "inside"))).toBe(false);
});
