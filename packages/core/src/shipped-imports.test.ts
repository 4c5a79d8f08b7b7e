import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = new URL("./", import.meta.url);

/** What a file imports or exports from, by the text of the statements. */
function specifiers(source: string): string[] {
  const statements =
    /^(?:import|export)\s(?:[^;"'()=]*?\sfrom\s)?\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...source.matchAll(statements)].map((match) => match[1] ?? match[2] ?? "");
}

/** Everything that index.ts reaches, with what each file names. */
function shipped(): Map<string, string[]> {
  const files = new Map<string, string[]>();
  const open = [new URL("index.ts", folder).href];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    const named = specifiers(readFileSync(new URL(file), "utf8"));
    files.set(file, named);
    for (const name of named) if (name.startsWith(".")) open.push(new URL(name, file).href);
  }
  return files;
}

test("what ships of core imports nothing but core: no package, no node:, no test", () => {
  const files = shipped();
  expect(files.size).toBeGreaterThan(40);
  const strangers = [...files].flatMap(([file, named]) =>
    named
      .filter((name) => !name.startsWith(".") || !new URL(name, file).href.startsWith(folder.href))
      .map((name) => `${relative(fileURLToPath(folder), fileURLToPath(file))} imports ${name}`),
  );
  expect(strangers).toEqual([]);
  expect([...files.keys()].filter((file) => /test|conformance/.test(file.slice(folder.href.length)))).toEqual(
    [],
  );
});

test("a stranger would be noticed", () => {
  expect(specifiers('import { a } from "node:fs";\nexport * from "x";\nconst y = import("z");')).toEqual([
    "node:fs",
    "x",
    "z",
  ]);
});
