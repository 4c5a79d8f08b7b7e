import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { BuildOptions, Metafile, Plugin } from "esbuild";

/**
 * How modules are bundled: as a push of convex 1.48 does, except that each becomes one CommonJS file, which can be evaluated
 * as often as needed and forgotten, and that names stay readable.
 *
 * @param root paths in stack traces are relative to a folder in it, as in Convex's
 * @param folder the functions folder, absolute
 */
export function esbuildOptions(
  root: string,
  folder: string,
  environment: "isolate" | "node",
  plugins: Plugin[],
): BuildOptions & { write: false; metafile: true; outdir: string } {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: environment === "node" ? "node" : "browser",
    format: "cjs",
    target: "esnext",
    jsx: "automatic",
    outdir: "out",
    outbase: folder,
    conditions: ["convex", "module"],
    write: false,
    metafile: true,
    sourcemap: "external",
    sourcesContent: false,
    treeShaking: true,
    keepNames: true,
    // What stays outside of the bundle is required, so that nothing lands in Node's cache of modules for ever.
    supported: { "dynamic-import": false },
    define: { "process.env.NODE_ENV": '"production"', "import.meta.url": "__convexModuleUrl" },
    logLevel: "silent",
    plugins: [serverOnly, ...(environment === "isolate" ? [asyncHooks] : []), ...plugins, wasm],
  };
}

/** Notes the files of a build; what plugins made up is not among them. */
export function noteInputs({ inputs }: Metafile, root: string, read: Set<string>): void {
  for (const path of Object.keys(inputs)) {
    const file = resolve(root, path);
    if (existsSync(file)) read.add(file);
  }
}

/** `import "server-only"` says nothing to Convex. */
const serverOnly: Plugin = {
  name: "convex-server-only",
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, ({ path }) => ({ path, namespace: "convex-server-only" }));
    build.onLoad({ filter: /.*/, namespace: "convex-server-only" }, () => ({ contents: "" }));
  },
};

/** Convex's own runtime has AsyncLocalStorage as a global, under the name of Node's module. */
const asyncHooks: Plugin = {
  name: "convex-async-hooks",
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?async_hooks$/ }, ({ path }) => ({
      path,
      namespace: "convex-async-hooks",
    }));
    build.onLoad({ filter: /.*/, namespace: "convex-async-hooks" }, () => ({
      contents: `
        export const { AsyncLocalStorage, AsyncResource } = globalThis;
        export default { AsyncLocalStorage, AsyncResource };`,
    }));
  },
};

/** A `.wasm` file is imported as a compiled module. */
const wasm: Plugin = {
  name: "convex-wasm",
  setup(build) {
    build.onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir, namespace }) => {
      if (namespace === "convex-wasm") return { path, namespace: "convex-wasm-bytes" };
      if (resolveDir === "") return null;
      return { path: isAbsolute(path) ? path : join(resolveDir, path), namespace: "convex-wasm" };
    });
    build.onLoad({ filter: /.*/, namespace: "convex-wasm" }, ({ path }) => ({
      contents: `import bytes from ${JSON.stringify(path)};\nexport default new WebAssembly.Module(bytes);`,
    }));
    build.onLoad({ filter: /.*/, namespace: "convex-wasm-bytes" }, async ({ path }) => ({
      contents: await readFile(path),
      loader: "binary",
    }));
  },
};
