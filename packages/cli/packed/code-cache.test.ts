import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DIST, runCommand } from "./run-command.ts";

const demo = fileURLToPath(new URL("../../../demo/broken-notes", import.meta.url));
const loader = fileURLToPath(new URL("../bin/load-built.js", import.meta.url));
const { CODE_CACHE } = createRequire(import.meta.url)(loader) as { CODE_CACHE: string };

/** Which of the built files that an examination loads V8 takes from their caches, and which it compiles. */
function loaded(folder: string): { taken: string[]; compiled: string[] } {
  // A process of its own: V8 remembers what it compiled.
  const script = `
    const { builtLoader } = require(${JSON.stringify(loader)});
    const files = { taken: [], compiled: [] };
    const load = builtLoader(${JSON.stringify(folder)}, (file, { cachedDataRejected }) =>
      files[cachedDataRejected === false ? "taken" : "compiled"].push(file));
    const { main } = load("main.cjs");
    const { log } = console;
    process.stdout.write = () => true;
    main([${JSON.stringify(demo)}]).then(() => {
      delete process.stdout.write;
      log(JSON.stringify(files));
    });
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--eval", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as ReturnType<typeof loaded>;
}

describe("the code cache", () => {
  let copy: string;
  let caches: string;

  beforeAll(() => {
    // Beside the package: what is built has to find the parser.
    copy = mkdtempSync(join(dirname(DIST), "dist-"));
    cpSync(DIST, copy, { recursive: true });
    caches = join(copy, CODE_CACHE);
  });

  afterAll(() => rmSync(copy, { recursive: true }));

  it("is made by the build, for every file that an examination loads", () => {
    const { taken, compiled } = loaded(DIST);
    expect(compiled).toEqual([]);
    expect(taken).toContain("main.cjs");
    expect(taken.length).toBeGreaterThan(2);
  });

  it.each([
    ["cut off", (data: Buffer) => data.subarray(0, data.length >> 1)],
    ["cut off in its header", (data: Buffer) => data.subarray(0, 5)],
    ["empty", () => Buffer.alloc(0)],
  ])("is left aside where it is %s", (_how, damage) => {
    for (const file of readdirSync(caches)) {
      writeFileSync(join(caches, file), damage(readFileSync(join(DIST, CODE_CACHE, file))));
    }
    expect(loaded(copy)).toMatchObject({ taken: [] });
  });

  it("leaves import() to Node, which cannot tell who imports in a script from a cache", () => {
    const imports = readdirSync(DIST)
      .filter((name) => name.endsWith(".cjs"))
      .flatMap((name) => parseSync("x.cjs", readFileSync(join(DIST, name), "utf8")).module.dynamicImports);
    expect(imports).toEqual([]);
  });

  it("changes nothing but the time", () => {
    const timeless = (text: string): string => text.replace(/ in \d+\.\d s/, "");
    const without = runCommand([demo], { env: { NODE_DISABLE_COMPILE_CACHE: "1" } });
    const otherFlags = runCommand([demo], { node: ["--max-old-space-size=512"] });
    const cached = runCommand([demo]);
    for (const run of [without, otherFlags]) {
      expect({ ...run, out: timeless(run.out) }).toEqual({ ...cached, out: timeless(cached.out) });
    }
  });
});
