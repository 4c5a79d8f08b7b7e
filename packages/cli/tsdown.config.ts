import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig, type UserConfig } from "tsdown";
import { asciiOnly } from "./ascii-only.ts";
import { bundledLicences } from "./bundled-licences.ts";
import { dropExamples } from "./drop-examples.ts";
import { importThroughNode } from "./import-through-node.ts";

// The Node build of yaml is CommonJS, of which a bundler can drop nothing; the one for browsers is the same as modules.
const yaml = join(
  dirname(createRequire(import.meta.url).resolve("yaml/package.json")),
  "browser",
  "dist",
  "index.js",
);

const shared: UserConfig = {
  alias: { yaml },
  // ws then does not look for native packages that nobody has installed beside this one.
  define: { "process.env.WS_NO_BUFFER_UTIL": '"1"', "process.env.WS_NO_UTF_8_VALIDATE": '"1"' },
  target: "node20.19",
  fixedExtension: false,
  sourcemap: false,
  // The one dependency that users install, the parser, is native and found at run time (native-parser.ts of the doctor).
  deps: { alwaysBundle: [/.*/], onlyBundle: false },
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
    // What is one script to V8 can have a code cache (make-code-cache.js); a module cannot in Node 20.
    format: "cjs",
    // Half the size is half the time to compile it where there is no cache. Names stay, for the stacks of crash reports.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    dts: false,
    clean: true,
    plugins: [dropExamples(), importThroughNode(), asciiOnly(), bundledLicences("third-party-licences.txt")],
  },
  {
    ...shared,
    // Run from its text in a thread, so it is one file.
    entry: { "functions-worker": "../emulator/src/convex/functions/worker/main.ts" },
    platform: "node",
    format: "cjs",
    fixedExtension: true,
    dts: false,
    clean: false,
    plugins: [bundledLicences("third-party-licences-worker.txt")],
  },
  {
    ...shared,
    // What the emulator's console runs in the browser. The emulator reads it from here as a text.
    entry: { console: "../emulator/src/console/browser/console.js" },
    platform: "browser",
    target: "es2023",
    format: "esm",
    fixedExtension: false,
    minify: false,
    dts: false,
    clean: false,
  },
  {
    ...shared,
    entry: {
      emulator: "src/emulator.ts",
      "testing/playwright": "src/testing/playwright.ts",
      "testing/vitest": "src/testing/vitest.ts",
    },
    format: "esm",
    minify: false,
    platform: "node",
    dts: { tsconfig: "../../tsconfig.json", eager: true },
    clean: false,
    // Whoever tests with it has it, and its hooks only work from there.
    deps: { neverBundle: ["vitest"], alwaysBundle: [/^(?!vitest$)/], onlyBundle: false },
    plugins: [bundledLicences("third-party-licences-emulator.txt")],
  },
  {
    ...shared,
    // Usable in browsers and edge runtimes.
    entry: { verdict: "src/verdict.ts", doctor: "src/doctor.ts" },
    format: "esm",
    minify: false,
    platform: "neutral",
    target: "es2023",
    dts: { tsconfig: "../../tsconfig.json", eager: true },
    clean: false,
    plugins: [dropExamples(), bundledLicences("third-party-licences-subpaths.txt")],
  },
]);
