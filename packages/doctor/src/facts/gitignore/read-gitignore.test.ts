import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import type { GitignoreVerdict } from "./gitignore.ts";
import { readGitignore } from "./read-gitignore.ts";

function verdict(texts: Record<string, string>, path: string): GitignoreVerdict {
  return readGitignore({ files: memoryFiles(texts) })(path);
}

describe("git ignores", () => {
  it.each([
    ".env*",
    ".env*.local",
    "*.local",
    ".env.local",
    "**/.env.local",
    "# keys\n.env.*\n!.env.example",
  ])(".env.local of every package by %j", (text) => {
    expect(verdict({ ".gitignore": text }, ".env.local").kind).toBe("ignored");
    expect(verdict({ ".gitignore": text }, "apps/web/.env.local").kind).toBe("ignored");
  });

  it("by a rule that the report can show", () => {
    expect(verdict({ "apps/web/.gitignore": "dist\n.env*\n" }, "apps/web/.env.local")).toEqual({
      kind: "ignored",
      pattern: ".env*",
      location: { file: "apps/web/.gitignore", line: 2, column: 1 },
    });
  });

  it("what the clone alone excludes", () => {
    const texts = { ".git": "", ".gitignore": "dist", ".git/info/exclude": ".env.local" };
    expect(verdict(texts, ".env.local")).toMatchObject({
      kind: "ignored",
      location: { file: ".git/info/exclude" },
    });
  });
});

describe("git does not ignore", () => {
  it.each<[string, Record<string, string>, string]>([
    ["what no rule names", { ".gitignore": "node_modules\n" }, ".env.local"],
    ["what a rule takes back", { ".gitignore": ".env*\n!.env.production\n" }, ".env.production"],
    [
      "what a nested file takes back",
      { ".gitignore": ".env*", "web/.gitignore": "!.env.local" },
      "web/.env.local",
    ],
    ["what only the root is told of", { ".gitignore": "/.env.local" }, "apps/web/.env.local"],
    ["what only another package is told of", { ".gitignore": "", "a/.gitignore": ".env*" }, "b/.env.local"],
    ["anything in a repository without rules", { ".git": "" }, ".env.local"],
  ])("%s", (_, texts, path) => {
    expect(verdict(texts, path)).toEqual({ kind: "not-ignored" });
  });
});

describe("a folder of a larger repository", () => {
  it("is covered by the rules above it", () => {
    const texts = { "../../.git": "", "../../.gitignore": ".env*.local\n", "package.json": "{}" };
    expect(verdict(texts, ".env.local")).toMatchObject({
      kind: "ignored",
      location: { file: "../../.gitignore" },
    });
    expect(verdict(texts, ".env")).toEqual({ kind: "not-ignored" });
  });

  it("has its own rules first", () => {
    const texts = { "../.git": "", "../.gitignore": ".env*", ".gitignore": "!.env.local" };
    expect(verdict(texts, ".env.local")).toEqual({ kind: "not-ignored" });
  });

  it("is unknown to a rule that names a path", () => {
    const texts = { "../../.git": "", "../../.gitignore": "/apps/web/.env.local\n" };
    expect(verdict(texts, ".env.local").kind).toBe("unknown");
    expect(verdict(texts, ".env").kind).toBe("not-ignored");
  });

  it("is unknown where no repository is in evidence", () => {
    expect(verdict({ "package.json": "{}" }, ".env.local").kind).toBe("unknown");
  });
});
