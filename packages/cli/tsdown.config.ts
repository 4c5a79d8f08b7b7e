import { defineConfig, type UserConfig } from "tsdown";
import { bundledLicences } from "./bundled-licences.ts";
import { dropExamples } from "./drop-examples.ts";

const shared: UserConfig = {
  format: "esm",
  target: "node20.19",
  fixedExtension: false,
  sourcemap: false,
  minify: false,
  // Native, and the one dependency that users install; everything else is bundled.
  deps: { neverBundle: ["oxc-parser"], alwaysBundle: [/.*/], onlyBundle: false },
  report: false,
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
    entry: { doctor: "src/doctor.ts" },
    platform: "neutral",
    target: "es2023",
    dts: { tsconfig: "../../tsconfig.json", eager: true },
    clean: false,
    plugins: [dropExamples(), bundledLicences("third-party-licences-subpaths.txt")],
  },
]);
