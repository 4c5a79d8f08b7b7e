import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { startBrowser } from "../../e2e/support/browser.ts";
import type { AllResults, Comparison, Results } from "./comparison.ts";
import { comparisonText } from "./comparison-text.ts";
import { installedVersion } from "./installed-version.ts";
import { measureComparison } from "./measure-comparison.ts";
import { NEXTJS } from "./nextjs.ts";
import { seedFor } from "./visit.ts";
import { VITE } from "./vite.ts";

// `npm run bench:provider` measures both halves, `-- nextjs` or `-- vite` one of them, and the other keeps its numbers; `-- text` none:
// the page is written anew.

const RESULTS = fileURLToPath(new URL("results.json", import.meta.url));
const TEXT = fileURLToPath(new URL("../../docs/provider-comparison.md", import.meta.url));

const asked = process.argv.slice(2);
const unknown = asked.find((word) => !["vite", "nextjs", "text"].includes(word));
if (unknown !== undefined) throw new Error(`There is no half "${unknown}": say vite, nextjs or text.`);
const comparisons = [VITE, NEXTJS].filter(({ name }) => asked.length === 0 || asked.includes(name));

const results = JSON.parse(await readFile(RESULTS, "utf8")) as AllResults;
if (comparisons.length > 0) {
  const browser = await startBrowser();
  try {
    for (const comparison of comparisons) {
      results[comparison.name] = await measure(comparison, browser);
      await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
    }
  } finally {
    await browser.close();
  }
}
await writeFile(TEXT, comparisonText(results));

async function measure(comparison: Comparison, browser: Browser): Promise<Results> {
  const began = performance.now();
  const app = await comparison.start(seedFor(comparison.compared.map(({ name }) => name)));
  try {
    const providers = await measureComparison(comparison, app, browser);
    console.log(comparison.name, `(${Math.round((performance.now() - began) / 1000)} s)`, providers);
    const versions: Record<string, string> = {};
    for (const name of comparison.packages) versions[name] = await installedVersion(name);
    versions["Chromium"] = browser.version();
    return { date: new Date().toISOString().slice(0, 10), versions, providers };
  } finally {
    await app.close();
  }
}
