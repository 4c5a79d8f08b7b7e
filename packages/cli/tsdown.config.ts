import { defineConfig, type UserConfig } from "tsdown";
import { bundledLicences } from "./bundled-licences.ts";

const shared: UserConfig = {
  format: "esm",
  target: "node20.19",
  fixedExtension: false,
  sourcemap: false,
  minify: false,
  // Native, and the one dependency that users install; everything else is bundled.
  deps: { neverBundle: ["oxc-parser"], alwaysBundle: [/.*/], onlyBundle: false },
  report: false,
};

export default defineConfig([
  {
    ...shared,
    entry: { main: "src/main.ts" },
    platform: "node",
    dts: false,
    clean: true,
    plugins: [bundledLicences("third-party-licences.txt")],
  },
  {
    ...shared,
    // Usable in browsers and edge runtimes.
    entry: { doctor: "src/doctor.ts" },
    platform: "neutral",
    target: "es2023",
    dts: { tsconfig: "../../tsconfig.json", eager: true },
    clean: false,
    plugins: [bundledLicences("third-party-licences-subpaths.txt")],
  },
]);
