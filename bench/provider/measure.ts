import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { startBrowser } from "../../e2e/support/browser.ts";
import type { AllResults, Comparison, Results } from "./comparison.ts";
import { comparisonText } from "./comparison-text.ts";
import { installedVersion } from "./installed-version.ts";
import { measureProvider } from "./measure-provider.ts";
import { NEXTJS } from "./nextjs.ts";
import { VITE } from "./vite.ts";

// `npm run bench:provider` measures both halves, `npm run bench:provider -- nextjs` one of them; the other keeps its numbers.

const RESULTS = fileURLToPath(new URL("results.json", import.meta.url));
const TEXT = fileURLToPath(new URL("../../docs/provider-comparison.md", import.meta.url));

const asked = process.argv.slice(2);
const comparisons = [VITE, NEXTJS].filter(({ name }) => asked.length === 0 || asked.includes(name));
if (comparisons.length === 0) throw new Error("There are two halves: vite and nextjs.");

const measured: AllResults = {};
const browser = await startBrowser();
try {
  // Side by side: each spends most of its time waiting for pages to have nothing more to do.
  await Promise.all(
    comparisons.map(async (comparison) => {
      measured[comparison.name] = await measure(comparison, browser);
    }),
  );
} finally {
  await browser.close();
}
const results: AllResults = { ...(JSON.parse(await readFile(RESULTS, "utf8")) as AllResults), ...measured };
await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
await writeFile(TEXT, comparisonText(results));

async function measure(comparison: Comparison, browser: Browser): Promise<Results> {
  const app = await comparison.start();
  const providers: Results["providers"] = {};
  try {
    for (const { name } of comparison.compared) {
      const began = performance.now();
      providers[name] = await measureProvider(comparison, { app, browser, provider: name });
      const seconds = Math.round((performance.now() - began) / 1000);
      console.log(comparison.name, name, `(${seconds} s)`, providers[name]);
    }
  } finally {
    await app.close();
  }
  const versions: Record<string, string> = {};
  for (const name of comparison.packages) versions[name] = await installedVersion(name);
  versions["Chromium"] = browser.version();
  return { date: new Date().toISOString().slice(0, 10), versions, providers };
}
