// npm run new:failure-mode -- STEP ID   starts a failure mode from the catalogue's metadata
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FAILURE_MODES } from "./failure-mode-files.ts";
import { scaffold, type CatalogueEntry } from "./failure-mode-scaffold.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const catalogue = JSON.parse(
  readFileSync(join(root, FAILURE_MODES, "catalogue.json"), "utf8"),
) as CatalogueEntry[];
const [step, id] = process.argv.slice(2);
const result = scaffold(step, id, catalogue);

if ("sentence" in result) {
  console.error(result.sentence);
  process.exitCode = 1;
} else {
  const path = `${FAILURE_MODES}/${result.step}/${result.id}.ts`;
  const file = join(root, path);
  if (existsSync(file)) {
    console.error(`${path} exists already; it was left as it is.`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, result.text);
    console.log(`wrote ${path}

Write its texts, a detector, a broken and a healthy example, then:
  npm run generate
  npx vitest run packages/doctor/src/failure-modes -t ${result.id}`);
  }
}
