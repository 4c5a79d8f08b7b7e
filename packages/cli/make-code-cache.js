// Part of the build: runs what was built on the right projects and keeps the code that V8 compiled for it, for this Node on
// this kind of machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtLoader, CODE_CACHE } from "./bin/load-built.js";

const dist = join(import.meta.dirname, "dist");
const projects = join(import.meta.dirname, "..", "doctor", "right-projects");

const scripts = new Map();
const { main } = builtLoader(dist, (file, script) => scripts.set(file, script))("main.cjs");
const { write } = process.stdout;
process.stdout.write = () => true;
const codes = [await main([join(projects, "vite-spa")]), await main([join(projects, "nextjs-monorepo")])];
process.stdout.write = write;
if (codes.some((code) => code !== 0))
  throw new Error("The built command finds something in a right project.");

const folder = join(dist, CODE_CACHE);
mkdirSync(folder, { recursive: true });
let bytes = 0;
for (const [file, script] of scripts) {
  const data = script.createCachedData();
  bytes += data.length;
  writeFileSync(join(folder, `${file}.cache`), data);
}
process.stdout.write(
  `Code cache for V8 ${process.versions.v8}: ${scripts.size} files, ${Math.round(bytes / 1024)} kB.\n`,
);
