import { describe, expect, it } from "vitest";
import { decidingRule, gitignoreRules } from "./gitignore-rules.ts";

function isIgnored(text: string, path: string): boolean {
  return decidingRule([{ dir: "", rules: gitignoreRules(text) }], path, false)?.rule.negated === false;
}

describe("a pattern", () => {
  it.each([
    [".env*", ".env.local"],
    [".env*", "apps/web/.env.local"],
    ["*.local", ".env.local"],
    [".env*.local", ".env.production.local"],
    ["/.env.local", ".env.local"],
    ["**/.env.local", "a/b/.env.local"],
    ["apps/*/.env", "apps/web/.env"],
    ["secrets/", "secrets/prod/.env"],
    [".env.[lp]*", ".env.local"],
    [".env.local  ", ".env.local"],
    ["\\#file", "#file"],
    [".env*\n!.env.example", ".env.local"],
    ["!.env.local\n.env*", ".env.local"],
    ["/conf\n!/conf/.env", "conf/.env"],
    [".env*\r\n!.env.example\r\n", ".env"],
  ])("%j ignores %s", (text, path) => {
    expect(isIgnored(text, path)).toBe(true);
  });

  it.each([
    ["/.env.local", "apps/web/.env.local"],
    [".env", ".env.local"],
    ["*.local", "local/.env"],
    [".env.local/", ".env.local"],
    ["# .env.local", ".env.local"],
    [".env*\n!.env.local", ".env.local"],
    ["apps/.env", "apps/web/.env"],
    [".env.{local,prod}", ".env.local"],
    ["/", ".env.local"],
    ["", ".env.local"],
  ])("%j does not ignore %s", (text, path) => {
    expect(isIgnored(text, path)).toBe(false);
  });
});

describe("several files", () => {
  const root = { dir: "", rules: gitignoreRules(".env*\nbuild/") };
  const nested = { dir: "apps/web", rules: gitignoreRules("!.env.local\n/cache") };

  it("the nearest one decides", () => {
    expect(decidingRule([root, nested], "apps/web/.env.local", false)?.rule.negated).toBe(true);
    expect(decidingRule([nested, root], "apps/web/.env", false)?.rule).toMatchObject({
      pattern: ".env*",
      line: 1,
    });
    expect(decidingRule([root, nested], "apps/web/cache/a", false)?.file.dir).toBe("apps/web");
    expect(decidingRule([root, nested], "cache/a", false)).toBeNull();
  });

  it("nothing below an ignored folder is taken back", () => {
    const inner = { dir: "build", rules: gitignoreRules("!keep.ts") };
    expect(decidingRule([root, inner], "build/keep.ts", false)?.rule.pattern).toBe("build/");
  });
});
