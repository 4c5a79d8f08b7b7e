import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { readSourceTexts } from "../source-texts.ts";
import { applyIgnores, ignoreProblems, type Ignorable } from "./apply-ignores.ts";
import type { IgnoresFact } from "./ignores.ts";
import { readIgnores } from "./read-ignores.ts";

function ignoresOf(texts: Record<string, string>): IgnoresFact {
  const files = memoryFiles(texts);
  return readIgnores({ files, sources: readSourceTexts(files) });
}

/** `a.ts:3: refresh-loop (reason)`, one for each request. */
function told({ ignores }: IgnoresFact): string[] {
  return ignores.map(({ id, reason, scope }) => `${placeOf(scope)}: ${id} (${reason})`);
}

function placeOf(scope: IgnoresFact["ignores"][number]["scope"]): string {
  if (scope.kind === "folder") return `below ${scope.dir || "."}`;
  return scope.kind === "file" ? scope.file : `${scope.file}:${scope.line}`;
}

describe("a comment", () => {
  it.each<[string, string, string]>([
    [
      "app.ts",
      "const a = 1;\n// convex-authkit-ignore refresh-loop: known\nb();",
      "app.ts:3: refresh-loop (known)",
    ],
    [
      "app.ts",
      "const a = 1;\n/* convex-authkit-ignore refresh-loop: known */\nb();",
      "app.ts:3: refresh-loop (known)",
    ],
    [
      "app.ts",
      "const a = 1;\n/**\n * convex-authkit-ignore refresh-loop: known\n */\nb();",
      "app.ts:5: refresh-loop (known)",
    ],
    [
      "app.tsx",
      "const a = <p>\n  {/* convex-authkit-ignore refresh-loop: known */}\n  <b /></p>;",
      "app.tsx:3: refresh-loop (known)",
    ],
    [
      "app.ts",
      "const a = 1;\r\n//convex-authkit-ignore refresh-loop:known\r\nb();",
      "app.ts:3: refresh-loop (known)",
    ],
    [
      "app.ts",
      "const a = 1;\nb(); // convex-authkit-ignore refresh-loop: known",
      "app.ts:2: refresh-loop (known)",
    ],
    ["app.ts", "const a = 1;\n// convex-authkit-ignore refresh-loop\nb();", "app.ts:3: refresh-loop (null)"],
    [
      ".env.local",
      "A=1\n# convex-authkit-ignore refresh-loop: known\nB=2",
      ".env.local:3: refresh-loop (known)",
    ],
    [
      "netlify.toml",
      "[build]\n# convex-authkit-ignore refresh-loop: known\nx = 1",
      "netlify.toml:3: refresh-loop (known)",
    ],
    [
      "convex.json",
      '{\n  // convex-authkit-ignore refresh-loop: see #12: ok\n  "a": 1\n}',
      "convex.json:3: refresh-loop (see #12: ok)",
    ],
    [
      "index.html",
      "<html>\n<!-- convex-authkit-ignore refresh-loop: known -->\n<p>",
      "index.html:3: refresh-loop (known)",
    ],
  ])("in %s: %j", (file, text, expected) => {
    expect(told(ignoresOf({ [file]: text }))).toEqual([expected]);
  });

  it.each([
    "// convex-authkit-ignore refresh-loop: known\nb();",
    "#!/usr/bin/env node\n\n// convex-authkit-ignore refresh-loop: known\n",
    '"use client";\n/*\n * What this is.\n */\n// convex-authkit-ignore refresh-loop: known\nimport a from "a";',
    "/*\n  a licence\n  convex-authkit-ignore-not\n*/\n/* convex-authkit-ignore refresh-loop: known */\nb();",
  ])("at the top silences the file: %j", (text) => {
    expect(told(ignoresOf({ "app.ts": text }))).toEqual(["app.ts: refresh-loop (known)"]);
  });

  it("may follow another about the same line, or name several ids", () => {
    const text = "a();\n// convex-authkit-ignore one: x\n// convex-authkit-ignore two, three: y\nb();";
    expect(told(ignoresOf({ "app.ts": text }))).toEqual([
      "app.ts:4: one (x)",
      "app.ts:4: two (y)",
      "app.ts:4: three (y)",
    ]);
  });

  it("is shown with its place", () => {
    const fact = ignoresOf({ "app.ts": "a();\n  // convex-authkit-ignore one: x\nb();" });
    expect(fact.ignores[0]?.location).toEqual({ file: "app.ts", line: 2, column: 3 });
  });

  it("without an id silences nothing, and says so", () => {
    const fact = ignoresOf({ "app.ts": "a();\n// convex-authkit-ignore: because\nb();" });
    expect(fact.ignores).toEqual([]);
    expect(fact.malformed).toMatchObject([{ location: { file: "app.ts", line: 2, column: 1 } }]);
  });

  it("is only a comment where a comment can stand", () => {
    expect(
      ignoresOf({
        "app.ts": 'const a = "convex-authkit-ignore one: x";',
        "README.md": "// convex-authkit-ignore one: x",
      }).ignores,
    ).toEqual([]);
  });
});

describe("package.json", () => {
  it("gives reasons in a map, for everything below its folder", () => {
    const fact = ignoresOf({
      "package.json": '{\n  "convex-authkit": { "ignore": { "one": "x", "two": "" } }\n}',
      "apps/web/package.json": '{ "convex-authkit": { "ignore": { "three": "y" } } }',
    });
    expect(told(fact).sort()).toEqual([
      "below .: one (x)",
      "below .: two (null)",
      "below apps/web: three (y)",
    ]);
    expect(fact.ignores.find(({ id }) => id === "one")?.location).toEqual({
      file: "package.json",
      line: 2,
      column: 35,
    });
  });

  it("may list ids alone", () => {
    const fact = ignoresOf({
      "package.json": '{ "convex-authkit": { "ignore": ["one", { "id": "two", "reason": "x" }, 3] } }',
    });
    expect(told(fact)).toEqual(["below .: one (null)", "below .: two (x)"]);
    expect(fact.malformed).toHaveLength(1);
  });

  it.each(["true", "12", "null"])("with ignore: %s silences nothing, and says so", (value) => {
    const fact = ignoresOf({ "package.json": `{ "convex-authkit": { "ignore": ${value} } }` });
    expect([fact.ignores, fact.malformed.length]).toEqual([[], 1]);
  });
});

describe("findings", () => {
  const finding = (id: string, file: string | null, line = 1, app: string | null = null): Ignorable => ({
    id,
    app,
    location: file === null ? null : { file, line, column: 1 },
  });
  const ignoredBy = (texts: Record<string, string>, of: Ignorable) =>
    applyIgnores([of], ignoresOf(texts)).ignored.length === 1;

  it("are silenced on the line, in the file, below the folder", () => {
    const line = { "src/a.ts": "a();\n// convex-authkit-ignore one: x\nb();\nc();" };
    expect(ignoredBy(line, finding("one", "src/a.ts", 3))).toBe(true);
    expect(ignoredBy(line, finding("one", "src/a.ts", 4))).toBe(false);
    expect(ignoredBy(line, finding("one", "src/b.ts", 3))).toBe(false);
    expect(ignoredBy(line, finding("two", "src/a.ts", 3))).toBe(false);
    const file = { "src/a.ts": "// convex-authkit-ignore one: x\nb();" };
    expect(ignoredBy(file, finding("one", "src/a.ts", 99))).toBe(true);
    expect(ignoredBy(file, finding("one", "src/b.ts", 1))).toBe(false);
    const folder = { "apps/web/package.json": '{ "convex-authkit": { "ignore": { "one": "x" } } }' };
    expect(ignoredBy(folder, finding("one", "apps/web/src/a.ts"))).toBe(true);
    expect(ignoredBy(folder, finding("one", "apps/website/src/a.ts"))).toBe(false);
  });

  it("without a place are silenced by the package.json of their app or of the root", () => {
    const web = { "apps/web/package.json": '{ "convex-authkit": { "ignore": { "one": "x" } } }' };
    expect(ignoredBy(web, finding("one", null, 1, "apps/web"))).toBe(true);
    expect(ignoredBy(web, finding("one", null, 1, "apps/admin"))).toBe(false);
    expect(ignoredBy(web, finding("one", null))).toBe(false);
    const root = { "package.json": '{ "convex-authkit": { "ignore": { "one": "x" } } }' };
    expect(ignoredBy(root, finding("one", null))).toBe(true);
  });

  it("that nothing silences are told", () => {
    const both = [finding("one", "a.ts"), finding("two", "a.ts")];
    const { told: kept, ignored } = applyIgnores(
      both,
      ignoresOf({ "a.ts": "// convex-authkit-ignore one: x" }),
    );
    expect([kept, ignored]).toEqual([[both[1]], [both[0]]]);
  });
});

describe("problems", () => {
  const problems = (text: string) =>
    ignoreProblems(ignoresOf({ "app.ts": text }), ["refresh-loop", "redirect-uri-mismatch"]).map(
      ({ sentence }) => sentence,
    );

  it("are an unknown id, with the one that was meant", () => {
    expect(problems("// convex-authkit-ignore redirect-url-mismatch: x")).toEqual([
      "There is no failure mode `redirect-url-mismatch`, so this silences nothing; did you mean `redirect-uri-mismatch`?",
    ]);
    expect(problems("// convex-authkit-ignore everything: x")).toEqual([
      "There is no failure mode `everything`, so this silences nothing; `convex-authkit explain` lists them.",
    ]);
  });

  it("are a missing reason and what could not be understood", () => {
    expect(problems("// convex-authkit-ignore refresh-loop")).toEqual([
      "`refresh-loop` is silenced here without a reason; say why, for whoever reads it next.",
    ]);
    expect(problems("// convex-authkit-ignore")).toHaveLength(1);
  });

  it("are none where id and reason are right", () => {
    expect(problems("// convex-authkit-ignore refresh-loop: by design")).toEqual([]);
  });
});
