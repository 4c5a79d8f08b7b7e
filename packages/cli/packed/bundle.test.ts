import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { failureModes } from "@convex-authkit/doctor/failure-modes/index";
import { DIST, LAUNCHER } from "./run-command.ts";

const modules = import.meta.glob<{ examples?: readonly { name: string }[] }>(
  "../../doctor/src/failure-modes/*/*.ts",
  { eager: true },
);
const exampleNames = Object.values(modules).flatMap((module) =>
  (module.examples ?? []).map(({ name }) => name),
);

/** What a built file imports or requires, as written. */
function importsOf(name: string): string[] {
  const text = readFileSync(join(DIST, name), "utf8");
  if (name.endsWith(".cjs"))
    return [...text.matchAll(/\brequire\(["'`]([^"'`]+)["'`]\)/g)].map(([, id]) => id ?? "");
  const { module } = parseSync(name, text);
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map((entry) => entry.moduleRequest?.value ?? "./"),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    ),
  ];
}

/** Whether a text of code has a string literal with this value; a minifier writes it with any quotes. */
function hasString(code: string, value: string): boolean {
  return ['"', "'", "`"].some((quote) => code.includes(quote + value + quote));
}

/** Everything that a built file and the files it imports import. */
function bundled(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const imports = importsOf(entry);
  const inner = imports.filter((name) => /^\.\/.+/.test(name)).map((name) => name.slice(2));
  return [...imports, ...inner.flatMap((name) => bundled(name, seen))];
}

const built = readdirSync(DIST).filter((name) => /\.c?js$/.test(name));
const textOf = (extension: ".cjs" | ".js"): string =>
  built
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(join(DIST, name), "utf8"))
    .join("\n");
const all = textOf(".cjs") + textOf(".js");

describe("the bundle", () => {
  it("carries every failure mode and none of their examples", () => {
    for (const part of [textOf(".cjs"), textOf(".js")]) {
      const missing = failureModes.filter(({ id }) => !hasString(part, id));
      expect(missing.map(({ id }) => id)).toEqual([]);
    }
    expect(exampleNames.length).toBeGreaterThan(20);
    // A short name may occur by chance; a sentence may not.
    const carried = exampleNames.filter((name) => name.length > 20 && hasString(all, name));
    expect(carried).toEqual([]);
  });

  it("imports nothing but Node itself; only the native parser is found at run time", () => {
    const imported = new Set(built.flatMap((name) => importsOf(name)));
    const others = [...imported].filter((name) => !isBuiltin(name) && !name.startsWith("./"));
    expect(others).toEqual([]);
    expect(all).toMatch(/\.resolve\(["'`]oxc-parser["'`]\)/);
  });

  it("leaves the test helpers nothing to find but the project's own Vitest", () => {
    const outside = ["testing/playwright.js", "testing/vitest.js"].map((name) =>
      importsOf(name).filter((id) => !isBuiltin(id) && !/^\.\.?\//.test(id)),
    );
    expect(outside).toEqual([[], ["vitest"]]);
  });

  it.each(["doctor.js", "verdict.js"])("%s runs where there is nothing of Node", (entry) => {
    expect(bundled(entry).filter((name) => !name.startsWith("./"))).toEqual([]);
    const script = `
      const log = console.log;
      globalThis.process = globalThis.Buffer = globalThis.global = undefined;
      log(Object.keys(await import(${JSON.stringify(pathToFileURL(join(DIST, entry)).href)})).length > 0);
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
    });
    expect({ stdout, stderr }).toEqual({ stdout: "true\n", stderr: "" });
  });

  it("names the licence of everything it bundles", () => {
    const licences = readFileSync(join(DIST, "third-party-licences.txt"), "utf8");
    for (const name of ["semver", "dotenv", "picomatch"])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, "m"));
    const ofEmulator = readFileSync(join(DIST, "third-party-licences-emulator.txt"), "utf8");
    for (const name of ["hono", "ws", "iron-session"])
      expect(ofEmulator).toMatch(new RegExp(`^${name} \\d`, "m"));
    const ofFunctions = readFileSync(join(DIST, "third-party-licences-worker.txt"), "utf8");
    for (const name of ["convex", "convex-test"])
      expect(ofFunctions).toMatch(new RegExp(`^${name} \\d`, "m"));
  });

  it("is ASCII, so that it is read and compiled in half the time", () => {
    expect(textOf(".cjs")).toMatch(/^[\0-\x7F]*$/);
  });

  it("mentions no path of the machine that built it", () => {
    const home = fileURLToPath(new URL("../../..", import.meta.url)).replace(/[/\\]$/, "");
    for (const name of readdirSync(DIST, { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".cache")) continue;
      expect(readFileSync(join(DIST, name), "latin1").includes(home), name).toBe(false);
    }
    expect(all).not.toMatch(/["'`](?:\/home\/|\/root\/|\/work\/|[A-Z]:\\\\)/);
  });
});

describe("the launcher", () => {
  it("says what to do when nothing is built", () => {
    const folder = mkdtempSync(join(tmpdir(), "convex-authkit-launcher-"));
    cpSync(dirname(LAUNCHER), join(folder, "bin"), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin", "convex-authkit.js")], {
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "convex-authkit is not built here yet: run `npm run build` in its repository first.\n",
    });
  });
});
