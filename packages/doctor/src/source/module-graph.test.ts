import { describe, expect, it } from "vitest";
import { memoryFiles } from "../project-files/memory-files.ts";
import { createModuleGraph } from "./module-graph.ts";
import type { Resolution } from "./module-graph.ts";

function resolve(texts: Record<string, string>, from: string, specifier: string): Resolution {
  return createModuleGraph(memoryFiles(texts)).resolve(from, specifier);
}
const file = (path: string): Resolution => ({ kind: "file", path });
const json = (value: unknown) => JSON.stringify(value);

describe("relative paths", () => {
  it.each([
    ["./a", "src/a.ts"],
    ["./b", "src/b.tsx"],
    ["./c", "src/c.js"],
    ["./d", "src/d.jsx"],
    ["./e", "src/e.mjs"],
    ["./f", "src/f.cjs"],
    ["./g", "src/g.mts"],
    ["./folder", "src/folder/index.tsx"],
    [".", "src/index.ts"],
    ["./a.js", "src/a.ts"],
    ["./b.js", "src/b.tsx"],
    ["./g.mjs", "src/g.mts"],
    ["./a.ts", "src/a.ts"],
    ["./c.js", "src/c.js"],
    ["./data.json", "src/data.json"],
    ["./x.server", "src/x.server.ts"],
    ["../root", "root.ts"],
    ["./a?raw", "src/a.ts"],
    ["/src/a", "src/a.ts"],
  ])("%s is %s", (specifier, path) => {
    const paths = "a.ts b.tsx c.js d.jsx e.mjs f.cjs g.mts folder/index.tsx index.ts data.json x.server.ts";
    const texts = Object.fromEntries([...paths.split(" ").map((it) => [`src/${it}`, ""]), ["root.ts", ""]]);
    expect(resolve(texts, "src/from.ts", specifier)).toEqual(file(path));
  });

  it.each(["./missing", "../../outside", "~/x", "@/x"])(
    "%s without a file or setting is unresolved",
    (specifier) => {
      expect(resolve({ "src/a.ts": "" }, "src/a.ts", specifier)).toEqual({ kind: "unresolved" });
    },
  );
});

describe("packages from outside", () => {
  it.each([
    ["convex", "convex", ""],
    ["convex/react", "convex", "react"],
    ["@workos-inc/authkit-nextjs", "@workos-inc/authkit-nextjs", ""],
    ["@workos-inc/authkit-nextjs/components", "@workos-inc/authkit-nextjs", "components"],
    ["node:fs", "node:fs", ""],
  ])("%s", (specifier, name, subpath) => {
    expect(resolve({}, "src/a.ts", specifier)).toEqual({ kind: "package", name, subpath });
  });
});

describe("tsconfig paths", () => {
  it("follows paths relative to the file that has them, in JSON with comments", () => {
    const texts = {
      "tsconfig.json":
        '{ // aliases\n "compilerOptions": { "paths": { "@/*": ["./src/*"], "exact": ["./src/exact.ts"] }, }, }',
      "src/lib/a.ts": "",
      "src/exact.ts": "",
    };
    expect(resolve(texts, "src/app/page.tsx", "@/lib/a")).toEqual(file("src/lib/a.ts"));
    expect(resolve(texts, "src/app/page.tsx", "exact")).toEqual(file("src/exact.ts"));
  });

  it("prefers the longest pattern and tries several targets", () => {
    const paths = { "@/*": ["./generic/*"], "@/ui/*": ["./missing/*", "./ui/*"] };
    const texts = {
      "tsconfig.json": json({ compilerOptions: { paths } }),
      "ui/a.ts": "",
      "generic/ui/a.ts": "",
    };
    expect(resolve(texts, "x.ts", "@/ui/a")).toEqual(file("ui/a.ts"));
  });

  it("follows baseUrl", () => {
    const texts = {
      "app/tsconfig.json": json({ compilerOptions: { baseUrl: "src", paths: { "~/*": ["./*"] } } }),
      "app/src/auth/a.ts": "",
    };
    expect(resolve(texts, "app/src/x.ts", "auth/a")).toEqual(file("app/src/auth/a.ts"));
    expect(resolve(texts, "app/src/x.ts", "~/auth/a")).toEqual(file("app/src/auth/a.ts"));
  });

  it("follows extends to files, to packages of the workspace and to node_modules", () => {
    const settings = json({ compilerOptions: { paths: { "@/*": ["../app/src/*"] } } });
    const base = { "app/src/a.ts": "" };
    expect(
      resolve(
        { ...base, "app/tsconfig.json": json({ extends: "../base/t.json" }), "base/t.json": settings },
        "app/src/x.ts",
        "@/a",
      ),
    ).toEqual(file("app/src/a.ts"));
    expect(
      resolve(
        {
          ...base,
          "app/tsconfig.json": json({ extends: ["@repo/ts/next.json"] }),
          "ts/package.json": json({ name: "@repo/ts" }),
          "ts/next.json": settings,
        },
        "app/src/x.ts",
        "@/a",
      ),
    ).toEqual(file("app/src/a.ts"));
    const fromModules = json({ compilerOptions: { paths: { "@/*": ["../../app/src/*"] } } });
    expect(
      resolve(
        {
          ...base,
          "app/tsconfig.json": json({ extends: "ts/next" }),
          "node_modules/ts/next.json": fromModules,
        },
        "app/src/x.ts",
        "@/a",
      ),
    ).toEqual(file("app/src/a.ts"));
  });

  it("reads the referenced files of Vite's templates, jsconfig.json, and survives circles", () => {
    const paths = { "@/*": ["./src/*"] };
    expect(
      resolve(
        {
          "tsconfig.json": json({
            files: [],
            references: [{ path: "./tsconfig.app.json" }, { path: "./tsconfig.json" }],
          }),
          "tsconfig.app.json": json({ extends: "./tsconfig.app.json", compilerOptions: { paths } }),
          "src/a.ts": "",
        },
        "src/x.ts",
        "@/a",
      ),
    ).toEqual(file("src/a.ts"));
    expect(
      resolve({ "jsconfig.json": json({ compilerOptions: { paths } }), "src/a.js": "" }, "src/x.js", "@/a"),
    ).toEqual(file("src/a.js"));
  });
});

describe("packages of the project", () => {
  const importer = {
    "apps/web/package.json": json({ name: "web", dependencies: { "@repo/backend": "workspace:*" } }),
  };

  it("finds source through exports, subpaths and patterns", () => {
    const texts = {
      ...importer,
      "packages/backend/package.json": json({
        name: "@repo/backend",
        exports: {
          ".": { types: "./dist/index.d.ts", import: "./dist/index.js" },
          "./convex/*": "./convex/*.ts",
          "./env": { development: "./src/env.ts", default: "./dist/env.js" },
        },
      }),
      "packages/backend/src/index.ts": "",
      "packages/backend/src/env.ts": "",
      "packages/backend/convex/auth.ts": "",
    };
    expect(resolve(texts, "apps/web/a.ts", "@repo/backend")).toEqual(file("packages/backend/src/index.ts"));
    expect(resolve(texts, "apps/web/a.ts", "@repo/backend/convex/auth")).toEqual(
      file("packages/backend/convex/auth.ts"),
    );
    expect(resolve(texts, "apps/web/a.ts", "@repo/backend/env")).toEqual(file("packages/backend/src/env.ts"));
  });

  it.each([
    [{ main: "./dist/main.js" }, "packages/backend/src/main.ts"],
    [{ main: "./lib/main.js", types: "./lib/main.d.ts" }, "packages/backend/main.ts"],
    [{ types: "./src/types.ts" }, "packages/backend/src/types.ts"],
    [{}, "packages/backend/index.ts"],
  ])("finds source for %j", (fields, path) => {
    const texts = {
      ...importer,
      "packages/backend/package.json": json({ name: "@repo/backend", ...fields }),
      [path]: "",
    };
    expect(resolve(texts, "apps/web/a.ts", "@repo/backend")).toEqual(file(path));
  });

  it("takes a published package where the project's package of that name is another version or has no such file", () => {
    const own = {
      "vendor/convex/package.json": json({ name: "convex", version: "0.1.0" }),
      "vendor/convex/react.ts": "",
    };
    const wants = (range: string) => ({ ...own, "package.json": json({ dependencies: { convex: range } }) });
    const outside = { kind: "package", name: "convex", subpath: "react" };
    expect(resolve(wants("^1.31.0"), "src/a.ts", "convex/react")).toEqual(outside);
    expect(resolve(wants("workspace:*"), "src/a.ts", "convex/react")).toEqual(file("vendor/convex/react.ts"));
    expect(resolve({ "convex/package.json": json({ name: "convex" }) }, "src/a.ts", "convex/react")).toEqual(
      outside,
    );
  });

  it("takes the copy that is nearest where a repository holds several packages of one name", () => {
    const texts = {
      "one/shared/package.json": json({ name: "shared" }),
      "one/shared/index.ts": "",
      "two/shared/package.json": json({ name: "shared" }),
      "two/shared/index.ts": "",
    };
    expect(resolve(texts, "two/app/a.ts", "shared")).toEqual(file("two/shared/index.ts"));
  });

  it("follows the imports of package.json", () => {
    const texts = {
      "package.json": json({
        imports: { "#lib/*": "./src/lib/*.ts", "#env": { default: "./dist/env.js" }, "#dep": "convex/react" },
      }),
      "src/lib/a.ts": "",
      "src/env.ts": "",
    };
    expect(resolve(texts, "src/x.ts", "#lib/a")).toEqual(file("src/lib/a.ts"));
    expect(resolve(texts, "src/x.ts", "#env")).toEqual(file("src/env.ts"));
    expect(resolve(texts, "src/x.ts", "#dep")).toEqual({ kind: "package", name: "convex", subpath: "react" });
    expect(resolve(texts, "src/x.ts", "#other")).toEqual({ kind: "unresolved" });
  });
});

describe("Vite aliases", () => {
  it.each([
    ['alias: { "@": path.resolve(__dirname, "./src") }'],
    ['alias: { "@/": "/src/" }'],
    ['alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) }'],
    ['alias: { "@": new URL("./src", import.meta.url).pathname }'],
    ['alias: [{ find: "@", replacement: resolve(import.meta.dirname, "src") }]'],
    ['alias: { "@": path.join(process.cwd(), "src") }'],
  ])("reads %s", (alias) => {
    const texts = {
      "web/vite.config.ts": `export default defineConfig({ resolve: { ${alias} } })`,
      "web/src/a.ts": "",
    };
    expect(resolve(texts, "web/src/x.ts", "@/a")).toEqual(file("web/src/a.ts"));
  });

  it("does not guess at an alias that is computed", () => {
    const texts = {
      "vite.config.ts": 'export default { resolve: { alias: { "@": root } } }',
      "src/a.ts": "",
    };
    expect(resolve(texts, "src/x.ts", "@/a")).toEqual({ kind: "unresolved" });
  });
});

it("parses a file once, and reads nothing before it is asked", () => {
  let reads = 0;
  const files = memoryFiles({ "a.ts": "export const a = 1;" });
  const graph = createModuleGraph({ ...files, read: (path) => (reads++, files.read(path)) });
  expect(reads).toBe(0);
  expect(graph.module("a.ts")).toBe(graph.module("a.ts"));
  expect(graph.module("missing.ts")).toBeUndefined();
  expect(reads).toBe(2);
});
