import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diskFiles, UnexaminableRoot } from "./disk-files.ts";

/** Node cannot make a named pipe itself. */
const MAKE_PIPES = "mkfifo";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "disk-files-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(texts: Record<string, string | Uint8Array>): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function listed(): readonly string[] {
  return diskFiles(root).files;
}

describe("the list", () => {
  it("holds files of all folders, sorted, with hidden files and the folders of CI", () => {
    write({
      "src/b.ts": "",
      "src/a/c.ts": "",
      "src.ts": "",
      ".env.local": "",
      ".github/workflows/ci.yml": "",
      "app/.well-known/route.ts": "",
    });
    expect(listed()).toEqual([
      ".env.local",
      ".github/workflows/ci.yml",
      "app/.well-known/route.ts",
      "src.ts",
      "src/a/c.ts",
      "src/b.ts",
    ]);
  });

  it.each([
    "node_modules/convex/index.js",
    "apps/web/node_modules/convex/index.js",
    ".git/config",
    ".next/server/app.js",
    ".convex/local/state.json",
    ".agents/skills/convex/auth.config.ts",
    "dist/index.js",
    "packages/ui/build/index.js",
    "out/index.html",
    "coverage/lcov.info",
    "dist-electron/main.js",
  ])("has no %s", (path) => {
    write({ "package.json": "{}", "packages/ui/package.json": "{}", [path]: "" });
    expect(listed()).not.toContain(path);
  });

  it.each([
    "src/build/steps.js",
    "app/out/page.tsx",
    "apps/build/package.json",
    "apps/build/src/index.ts",
    "build/codegen.ts",
    "dist/package.json",
    "docs/output/index.md",
  ])("has %s, which may be a source", (path) => {
    write({ "package.json": "{}", "apps/build/package.json": "{}", [path]: "" });
    expect(listed()).toContain(path);
  });

  it("has no folder with the name of an output that git ignores, except among sources", () => {
    write({
      ".gitignore": "build/\n",
      "tools/build/bundle.js": "",
      "src/build/index.js": "",
    });
    expect(listed()).toEqual([".gitignore", "src/build/index.js"]);
  });

  it("has the files that git ignores otherwise: they run on this machine", () => {
    write({
      ".gitignore": "lib/\n.env*\n_generated\n",
      "src/lib/auth.ts": "",
      ".env.local": "",
      "convex/_generated/api.js": "",
    });
    expect(listed()).toEqual([".env.local", ".gitignore", "convex/_generated/api.js", "src/lib/auth.ts"]);
  });

  it("has no second copy of the project in a worktree, but the submodules", () => {
    write({
      "trees/fix/.git": "gitdir: /home/me/app/.git/worktrees/fix\n",
      "trees/fix/package.json": "{}",
      "vendor/lib/.git": "gitdir: ../../.git/modules/lib\n",
      "vendor/lib/package.json": "{}",
    });
    expect(listed()).toEqual(["vendor/lib/.git", "vendor/lib/package.json"]);
  });
});

describe("links", () => {
  it("to files are listed, to folders of the project are listed where they are and can be read through", () => {
    write({
      "packages/backend/convex/schema.ts": "schema",
      "AGENTS.md": "agents",
      "apps/web/package.json": "{}",
    });
    symlinkSync("AGENTS.md", join(root, "CLAUDE.md"));
    symlinkSync("../../packages/backend/convex", join(root, "apps/web/convex"));
    const files = diskFiles(root);
    expect(files.files).toEqual([
      "AGENTS.md",
      "CLAUDE.md",
      "apps/web/package.json",
      "packages/backend/convex/schema.ts",
    ]);
    expect(files.has("apps/web/convex/schema.ts")).toBe(true);
    expect(files.read("apps/web/convex/schema.ts")).toBe("schema");
    expect(files.has("apps/web/convex/missing.ts")).toBe(false);
  });

  it("that lead out of the project are followed once, and never to a folder above it", () => {
    write({ "project/package.json": "{}", "shared/convex/schema.ts": "", "shared/loop/x.ts": "" });
    symlinkSync("../shared", join(root, "project/one"));
    symlinkSync("../shared", join(root, "project/two"));
    symlinkSync("../..", join(root, "project/up"));
    symlinkSync("../project", join(root, "shared/back"));
    const { files, unreadable } = diskFiles(join(root, "project"));
    expect(files.filter((path) => path.endsWith("schema.ts"))).toHaveLength(1);
    expect(files).toHaveLength(3);
    expect(unreadable).toEqual([]);
  });

  it("in a circle do not hang", () => {
    write({ "src/a.ts": "" });
    symlinkSync(".", join(root, "src/self"));
    symlinkSync("loop.ts", join(root, "loop.ts"));
    const { files, unreadable } = diskFiles(root);
    expect(files).toEqual(["src/a.ts"]);
    expect(unreadable).toEqual([{ file: "loop.ts", why: "It is a link that leads back to itself." }]);
  });

  it("to nothing are told where the file would matter", () => {
    write({ "package.json": "{}" });
    symlinkSync("../secrets/.env", join(root, ".env.local"));
    symlinkSync("gone.png", join(root, "logo.png"));
    expect(diskFiles(root).unreadable).toEqual([
      { file: ".env.local", why: "It is a link to something that does not exist." },
    ]);
  });
});

describe("reading", () => {
  it("drops a byte order mark, and decodes UTF-16 where one says so", () => {
    const utf16 = Buffer.from("\uFEFFKEY=ä", "utf16le");
    write({
      "bom.json": "\uFEFF{}",
      "le.env": utf16,
      "be.env": Buffer.from(utf16).swap16(),
      "latin.ts": Buffer.from([0xe4]),
    });
    const files = diskFiles(root);
    expect(["bom.json", "le.env", "be.env", "latin.ts"].map((path) => files.read(path))).toEqual([
      "{}",
      "KEY=ä",
      "KEY=ä",
      "\uFFFD",
    ]);
    expect(files.unreadable).toEqual([]);
  });

  it("refuses binary data with a sentence, once", () => {
    write({ "src/a.ts": new Uint8Array([65, 0, 66]), "src/b.ts": Buffer.from([0xff, 0xfd, 0, 1]) });
    const files = diskFiles(root);
    expect([files.read("src/a.ts"), files.read("src/a.ts"), files.read("src/b.ts")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(files.unreadable).toEqual([
      { file: "src/a.ts", why: "It holds binary data where text is expected." },
      { file: "src/b.ts", why: "It holds binary data where text is expected." },
    ]);
  });

  it("refuses files that are too large for their kind", () => {
    write({ "src/bundle.js": "x".repeat(2_400_000), "pnpm-lock.yaml": "x".repeat(2_400_000) });
    const files = diskFiles(root);
    expect(files.read("src/bundle.js")).toBeUndefined();
    expect(files.read("pnpm-lock.yaml")).toHaveLength(2_400_000);
    expect(files.unreadable).toEqual([
      { file: "src/bundle.js", why: "It has 2.4 MB; files of this kind are read up to 2 MB." },
    ]);
  });

  it("never opens a pipe, which password managers put in the place of an env file", () => {
    write({ "package.json": "{}" });
    execFileSync(MAKE_PIPES, [join(root, ".env.local"), join(root, "progress")]);
    const files = diskFiles(root);
    expect(files.files).toEqual(["package.json"]);
    expect(files.read(".env.local")).toBeUndefined();
    expect(files.unreadable).toEqual([
      { file: ".env.local", why: "It is a pipe, a socket or a device, which is never opened." },
    ]);
  });

  it("reaches node_modules by path, here and above, without listing them", () => {
    write({
      "node_modules/next/package.json": "next",
      "apps/web/node_modules/convex/package.json": "convex",
      "apps/web/package.json": "{}",
      "secret.txt": "secret",
      ".gitignore": ".env*",
    });
    const files = diskFiles(join(root, "apps/web"));
    expect(files.files).toEqual(["package.json"]);
    expect(files.read("node_modules/convex/package.json")).toBe("convex");
    expect(files.read("../../node_modules/next/package.json")).toBe("next");
    expect(files.read("../../.gitignore")).toBe(".env*");
    expect(files.has("node_modules/next/package.json")).toBe(false);
    expect(files.has("../../secret.txt")).toBe(false);
    expect(files.read("../../secret.txt")).toBeUndefined();
    expect(files.unreadable).toEqual([]);
  });

  it("keeps a text for the next reader, unless the first says that it is not worth it", () => {
    write({ "kept.ts": "first", "dropped.ts": "first" });
    const files = diskFiles(root);
    expect(files.read("kept.ts")).toBe("first");
    expect(files.read("dropped.ts", (text) => text !== "first")).toBe("first");
    write({ "kept.ts": "second", "dropped.ts": "second" });
    expect(files.read("kept.ts")).toBe("first");
    expect(files.read("dropped.ts")).toBe("second");
  });

  it("gives nothing for a file that has gone since it was listed", () => {
    write({ "gone.ts": "" });
    const files = diskFiles(root);
    rmSync(join(root, "gone.ts"));
    expect(files.read("gone.ts")).toBeUndefined();
    expect(files.unreadable).toEqual([]);
  });

  it("takes paths with dots in them", () => {
    write({ "src/a.ts": "a" });
    const files = diskFiles(root);
    expect([files.read("./src/a.ts"), files.read("src/../src//a.ts"), files.has("src/./a.ts")]).toEqual([
      "a",
      "a",
      true,
    ]);
  });

  it("gives nothing for folders and for what does not exist", () => {
    write({ "src/a.ts": "" });
    const files = diskFiles(root);
    expect([files.has("src"), files.read("src"), files.read("none.ts")]).toEqual([
      false,
      undefined,
      undefined,
    ]);
    expect(files.unreadable).toEqual([]);
  });
});

describe("the root", () => {
  it("must exist", () => {
    expect(() => diskFiles(join(root, "none"))).toThrow(UnexaminableRoot);
    expect(() => diskFiles(join(root, "none"))).toThrow(/^There is no folder .*none\.$/);
  });

  it("must be a folder", () => {
    write({ "app.har": "{}" });
    expect(() => diskFiles(join(root, "app.har"))).toThrow(/app\.har is not a folder/);
    expect(() => diskFiles(join(root, "app.har/x"))).toThrow(UnexaminableRoot);
  });

  it("may be empty, or a folder that is never walked elsewhere", () => {
    write({ "node_modules/dist/package.json": "{}" });
    expect(diskFiles(join(root, "node_modules/dist")).files).toEqual(["package.json"]);
    expect(diskFiles(join(root, "node_modules")).files).toEqual(["dist/package.json"]);
  });
});
