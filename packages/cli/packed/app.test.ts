import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type BuildResult } from "esbuild";
import { describe, expect, it } from "vitest";
import { DIST } from "./run-command.ts";

const APP = join(DIST, "app");
const PEERS = ["react", "react/*", "react-dom", "convex", "convex/*", "next", "next/*", "@workos-inc/*"];

/** A page's bundle of some lines of code, as a production build makes it; the peers are left out. */
async function bundle(code: string): Promise<{ text: string; inputs: string[]; result: BuildResult }> {
  const result = await build({
    stdin: { contents: code, resolveDir: APP, loader: "js" },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    splitting: true,
    outdir: "out",
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    external: PEERS,
  });
  const text = result.outputFiles.map((file) => file.text).join("\n");
  return { text, inputs: Object.keys(result.metafile.inputs), result };
}

/** What the built files that belong to an entry import from elsewhere. */
async function foreignImports(entry: string): Promise<string[]> {
  const { result } = await bundle(`export * from "./${entry}/index.js"`);
  const inputs = Object.values(result.metafile?.inputs ?? {});
  return inputs.flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path));
}

describe("convex-authkit/react", () => {
  it("is at most 6,000 bytes, compressed", async () => {
    const { text } = await bundle(`export * from "./react/index.js"`);
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(6_000);
  });

  it("brings only what is imported", async () => {
    const whole = await bundle(`export * from "./react/index.js"`);
    const button = await bundle(`export { SignOutButton } from "./react/index.js"`);
    expect(button.text.length).toBeLessThan(whole.text.length / 10);
  });

  it("leaves its words for developers out of production", async () => {
    const { text } = await bundle(`export * from "./react/index.js"`);
    expect(text).not.toMatch(/npx convex-authkit|VITE_CONVEX_URL|you passed lacks/);
  });
});

describe.each(["react", "nextjs", "debug"])("convex-authkit/%s in a browser", (entry) => {
  it("imports its peers, and nothing of Node", async () => {
    const imports = await foreignImports(entry);
    expect(imports.filter((name) => name.startsWith("node:") || isBuiltin(name))).toEqual([]);
    const others = imports.filter((name) => !/^(?:react|convex|next|@workos-inc)(?:$|[/-])/.test(name));
    expect(others).toEqual([]);
  });
});

// What draws the debug page is; a server calls the rest of `/debug`.
it.each(["react/index.js", "nextjs/index.js", "debug/auth-debug.js"])(
  "%s is marked as code of the client",
  (file) => {
    expect(readFileSync(join(APP, file), "utf8")).toMatch(/^"use client";/);
  },
);

it.each(["react", "nextjs", "nextjs/server", "convex"])(
  "convex-authkit/%s carries nothing of the core",
  async (entry) => {
    const { inputs } = await bundle(`export * from "./${entry}/index.js"`);
    expect(inputs.filter((file) => file.includes("core/"))).toEqual([]);
    const debug = await bundle(`export * from "./debug/index.js"`);
    expect(debug.inputs.some((file) => file.includes("core/"))).toBe(true);
  },
);
