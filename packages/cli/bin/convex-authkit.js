#!/usr/bin/env node
// Committed, not built: npm links a bin only if it exists when a package is installed, and in this repository it is
// installed before it is built. Plain syntax: an old Node must get as far as the sentence about its version. CommonJS (the
// package.json beside it says so): Node starts it without its loader of ES modules.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "..", "dist");
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `convex-authkit needs Node.js 20.19, or 22.12 and newer; this is ${process.versions.node}.\n`,
  );
  process.exitCode = 2;
} else if (!existsSync(join(dist, "main.cjs"))) {
  process.stderr.write(
    "convex-authkit is not built here yet: run `npm run build` in its repository first.\n",
  );
  process.exitCode = 2;
} else {
  const { loadBuilt } = require("./load-built.js");
  loadBuilt(dist, "main.cjs")
    .main(process.argv.slice(2))
    .then((code) => {
      // Node would go on to take the heap apart, which takes a tenth of a long run. What was written goes out first.
      process.stdout.write("", () => process.stderr.write("", () => process.exit(code)));
    });
}
