#!/usr/bin/env node
// Committed, not built: npm links a bin only if it exists when a package is installed, and in this repository it is
// installed before it is built. Plain syntax: an old Node must get as far as the sentence about its version.
import { existsSync } from "node:fs";
import module from "node:module";

const main = new URL("../dist/main.js", import.meta.url);
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `convex-authkit needs Node.js 20.19, or 22.12 and newer; this is ${process.versions.node}.\n`,
  );
  process.exitCode = 2;
} else if (!existsSync(main)) {
  process.stderr.write(
    "convex-authkit is not built here yet: run `npm run build` in its repository first.\n",
  );
  process.exitCode = 2;
} else {
  // Absent in Node 20.
  module.enableCompileCache?.();
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
}
