// npm run generate            writes the registry, the documentation pages and the JSON Schema from the failure modes
// npm run generate -- --check fails when a generated file is not what it would be
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedFiles, PAGES } from "./generated-files.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const check = process.argv.includes("--check");
const files = await generatedFiles(root);

const changed = [...files].filter(([path, text]) => {
  const file = join(root, path);
  return !existsSync(file) || readFileSync(file, "utf8").replaceAll("\r\n", "\n") !== text;
});
const pages = existsSync(join(root, PAGES)) ? readdirSync(join(root, PAGES)) : [];
const stale = pages.map((name) => `${PAGES}/${name}`).filter((path) => !files.has(path));

if (check) {
  for (const [path] of changed) console.error(`${path} is not what the failure modes say.`);
  for (const path of stale) console.error(`${path} belongs to no failure mode.`);
  if (changed.length + stale.length > 0) {
    console.error("Run `npm run generate` and commit the result.");
    process.exitCode = 1;
  }
} else {
  for (const [path, text] of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  for (const path of stale) {
    rmSync(join(root, path));
    console.log(`removed ${path}`);
  }
  if (changed.length + stale.length === 0) console.log("Every generated file is up to date.");
}
