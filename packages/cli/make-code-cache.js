// Part of the build: runs what was built on the right projects and keeps the code that V8 compiled for it, for this Node on
// this kind of machine.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import v8 from "node:v8";
import { builtLoader, CODE_CACHE } from "./bin/load-built.js";

const dist = join(import.meta.dirname, "dist");
const projects = join(import.meta.dirname, "..", "doctor", "right-projects");

// V8 takes no cache that was made under other settings than those it starts with (see src/optimize-late.ts).
v8.setFlagsFromString = () => {};
const scripts = new Map();
const { main } = builtLoader(dist, (file, script) => scripts.set(file, script))("main.cjs");
const { write } = process.stdout;
process.stdout.write = () => true;
const codes = [await main([join(projects, "vite-spa")]), await main([join(projects, "nextjs-monorepo")])];
const servers = await startServers();
process.stdout.write = write;
if (codes.some((code) => code !== 0))
  throw new Error("The built command finds something in a right project.");
if (servers !== 0) throw new Error("The built command does not start the emulator of a right project.");

/** Both sides, and the first request that a client makes. */
async function startServers() {
  const state = mkdtempSync(join(tmpdir(), "convex-authkit-build-"));
  const before = process.cwd();
  process.chdir(join(projects, "vite-spa"));
  const ask = "fetch(process.env.CONVEX_AUTHKIT_EMULATOR_URL + '/sso/jwks/' + process.env.WORKOS_CLIENT_ID)";
  const command = ["--", process.execPath, "-e", `${ask}.then((it) => { process.exitCode = it.ok ? 0 : 1 })`];
  try {
    return await main(["dev", "--port", "0", "--convex-port", "0", "--state-dir", state, ...command]);
  } finally {
    process.chdir(before);
    rmSync(state, { recursive: true });
  }
}

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
