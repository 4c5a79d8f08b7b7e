import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig, type UserConfig } from "tsdown";
import { bundledLicences } from "./bundled-licences.ts";
import { dropExamples } from "./drop-examples.ts";

// The Node build of yaml is CommonJS, of which a bundler can drop nothing; the one for browsers is the same as modules.
const yaml = join(
  dirname(createRequire(import.meta.url).resolve("yaml/package.json")),
  "browser",
  "dist",
  "index.js",
);

const shared: UserConfig = {
  alias: { yaml },
  format: "esm",
  target: "node20.19",
  fixedExtension: false,
  sourcemap: false,
  minify: false,
  // Native, and the one dependency that users install; everything else is bundled.
  deps: { neverBundle: ["oxc-parser"], alwaysBundle: [/.*/], onlyBundle: false },
  report: false,
  // The documentation is in the declarations; here it would only be parsed at every start.
  outputOptions: { comments: { legal: true, annotation: true, jsdoc: false } },
  // jsonc-parser's main is a UMD file whose inner requires no bundler follows; its module is right.
  inputOptions: { resolve: { mainFields: ["module", "main"] } },
};

export default defineConfig([
  {
    ...shared,
    entry: { main: "src/main.ts" },
    platform: "node",
    dts: false,
    clean: true,
    plugins: [dropExamples(), bundledLicences("third-party-licences.txt")],
  },
  {
    ...shared,
    // Usable in browsers and edge runtimes.
    entry: { verdict: "src/verdict.ts", doctor: "src/doctor.ts" },
    platform: "neutral",
    target: "es2023",
    dts: { tsconfig: "../../tsconfig.json", eager: true },
    clean: false,
    plugins: [dropExamples(), bundledLicences("third-party-licences-subpaths.txt")],
  },
]);
