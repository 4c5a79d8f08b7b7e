import { defineConfig } from "tsdown";

// One file per module: "use client" and "use server" are said per file, and what an app does not import it does not load.
export default defineConfig({
  entry: {
    "react/index": "src/react/index.ts",
    "nextjs/index": "src/nextjs/index.ts",
    "nextjs/server/index": "src/nextjs/server/index.ts",
    "convex/index": "src/convex/index.ts",
    "debug/index": "src/debug/index.ts",
  },
  outDir: "../cli/dist/app",
  unbundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  fixedExtension: false,
  sourcemap: false,
  clean: true,
  report: false,
  dts: { tsconfig: "../../tsconfig.json", eager: true },
  deps: { neverBundle: [/^(?:react|convex|next|@workos-inc)(?:$|[/-])/] },
});
