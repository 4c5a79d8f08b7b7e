import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { projectRoot } from "./project-root.ts";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "convex-authkit-root-")));
  mkdirSync(join(root, ".git"));
  mkdirSync(join(root, "apps", "web", "src"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, value: object): void => writeFileSync(join(root, path), JSON.stringify(value));

it("is the workspace around", () => {
  write("package.json", { workspaces: ["apps/*"] });
  write("apps/web/package.json", {});
  expect(projectRoot(join(root, "apps", "web", "src"))).toEqual({ root, dir: "apps/web/src" });
  expect(projectRoot(root)).toEqual({ root, dir: "" });
});

it("is pnpm's workspace", () => {
  write("package.json", {});
  writeFileSync(join(root, "pnpm-workspace.yaml"), "packages:\n  - apps/*\n");
  write("apps/web/package.json", {});
  expect(projectRoot(join(root, "apps", "web"))).toEqual({ root, dir: "apps/web" });
});

it("is the nearest package where there is no workspace", () => {
  write("package.json", {});
  write("apps/web/package.json", {});
  expect(projectRoot(join(root, "apps", "web", "src"))).toEqual({
    root: join(root, "apps", "web"),
    dir: "src",
  });
});

it("is the folder itself where there is no package", () => {
  expect(projectRoot(join(root, "apps"))).toEqual({ root: join(root, "apps"), dir: "" });
});
