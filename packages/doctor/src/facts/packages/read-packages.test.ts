import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { readSourceTexts } from "../source-texts.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import type { PackagesFact } from "./packages.ts";
import { readPackages } from "./read-packages.ts";

function packagesOf(texts: Record<string, string>, appDir = ""): PackagesFact {
  const files = memoryFiles(texts);
  const workspace = readWorkspace({ files, sources: readSourceTexts(files) });
  const app = workspace.apps.find(({ dir }) => dir === appDir);
  if (app === undefined) throw new Error(`no app in ${appDir}`);
  return readPackages({ files }, workspace, app);
}

function manifest(name: string, dependencies: Record<string, string>, more: object = {}): string {
  return JSON.stringify({ name, dependencies, ...more }, null, 2);
}

function installed(version: string, dependencies: Record<string, string> = {}): string {
  return JSON.stringify({ version, dependencies, exports: { ".": "./index.js" } });
}

const DEPENDENCIES = { "@workos-inc/authkit-nextjs": "^2.13.0", convex: "^1.29.0", next: "^16.0.0" };
const app = { "package.json": manifest("web", DEPENDENCIES), "app/page.tsx": "" };
const monorepo = {
  "package.json": manifest("root", { convex: "1.0.0" }, { workspaces: ["apps/*", "packages/*"] }),
  "apps/web/package.json": manifest("web", { ...DEPENDENCIES, "@repo/backend": "workspace:*" }),
  "apps/web/app/page.tsx": "",
  "packages/backend/package.json": manifest("@repo/backend", {
    convex: "^1.20.0",
    "@workos-inc/node": "^8.0.0",
  }),
  "packages/backend/convex/schema.ts": "export default defineSchema({});",
};

/** `declared → installed (source)` of each package. */
function lines(fact: PackagesFact): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fact).map(([name, it]) => [name, `${it.declared} → ${it.installed} (${it.source})`]),
  );
}

describe("what is declared", () => {
  it("is listed with its place, as far as it matters", () => {
    const fact = packagesOf({
      ...app,
      "package.json": manifest("web", { ...DEPENDENCIES, lodash: "4", typescript: "6" }),
    });
    expect(Object.keys(fact)).toEqual(["@workos-inc/authkit-nextjs", "convex", "next"]);
    expect(fact.next).toEqual({
      declared: "^16.0.0",
      installed: null,
      source: null,
      location: { file: "package.json", line: 6, column: 5 },
    });
  });

  it("comes from the app first, then from its backend and the root", () => {
    const fact = packagesOf(monorepo, "apps/web");
    expect(fact.convex).toMatchObject({ declared: "^1.29.0", location: { file: "apps/web/package.json" } });
    expect(fact["@workos-inc/node"]).toMatchObject({ location: { file: "packages/backend/package.json" } });
  });

  it.each<[string, string, Record<string, string>]>([
    ["catalog:", "^1.31.0", { "pnpm-workspace.yaml": "packages: [apps/*]\ncatalog:\n  convex: ^1.31.0\n" }],
    ["catalog:convex", "^1.32.0", { "pnpm-workspace.yaml": "catalogs:\n  convex:\n    convex: ^1.32.0\n" }],
    [
      "catalog:",
      "^1.33.0",
      { "package.json": '{ "workspaces": { "packages": ["apps/*"], "catalog": { "convex": "^1.33.0" } } }' },
    ],
    [
      "catalog:a",
      "^1.34.0",
      { "package.json": '{ "workspaces": ["apps/*"], "catalogs": { "a": { "convex": "^1.34.0" } } }' },
    ],
    ["catalog:", "^1.35.0", { ".yarnrc.yml": "catalog:\n  convex: ^1.35.0\n" }],
    ["catalog:unknown", "catalog:unknown", {}],
  ])("is looked up in a catalog: %s is %s", (written, range, texts) => {
    const web = {
      "apps/web/package.json": manifest("web", { convex: written, next: "16" }),
      "apps/web/app/page.tsx": "",
    };
    expect(packagesOf({ "package.json": "{}", ...web, ...texts }, "apps/web").convex?.declared).toBe(range);
  });

  it("is known under its real name where package.json gives another", () => {
    const fact = packagesOf({
      "package.json": manifest("web", {
        authkit: "npm:@workos-inc/authkit-nextjs@^2.0.0",
        convex: "1",
        next: "16",
      }),
      "app/page.tsx": "",
      "node_modules/authkit/package.json": installed("2.17.0"),
    });
    expect(fact["@workos-inc/authkit-nextjs"]?.installed).toBe("2.17.0");
  });
});

describe("what is installed", () => {
  it("is read from node_modules before any lockfile", () => {
    const fact = packagesOf({
      ...app,
      "node_modules/next/package.json": installed("16.2.4"),
      "package-lock.json": JSON.stringify({ packages: { "node_modules/next": { version: "16.0.1" } } }),
    });
    expect(fact.next).toMatchObject({ installed: "16.2.4", source: "node_modules" });
  });

  it("is looked up from the app upwards, to the root of the repository", () => {
    const fact = packagesOf(
      {
        ...monorepo,
        "apps/web/node_modules/next/package.json": installed("16.1.0"),
        "node_modules/next/package.json": installed("15.0.0"),
        "node_modules/convex/package.json": installed("1.30.0"),
        "../node_modules/@workos-inc/authkit-nextjs/package.json": installed("2.17.0"),
        "../.git": "",
      },
      "apps/web",
    );
    expect(lines(fact)).toMatchObject({
      next: "^16.0.0 → 16.1.0 (node_modules)",
      convex: "^1.29.0 → 1.30.0 (node_modules)",
      "@workos-inc/authkit-nextjs": "^2.13.0 → 2.17.0 (node_modules)",
    });
  });

  it.each([
    "node_modules/@workos-inc/node",
    "node_modules/@workos-inc/authkit-nextjs/node_modules/@workos-inc/node",
    "node_modules/.pnpm/node_modules/@workos-inc/node",
  ])("shows what an SDK is built on: %s", (dir) => {
    const fact = packagesOf({
      ...app,
      "node_modules/@workos-inc/authkit-nextjs/package.json": installed("2.17.0", {
        "@workos-inc/node": "^8.0.0",
        jose: "5",
      }),
      [`${dir}/package.json`]: installed("8.13.0"),
    });
    expect(fact["@workos-inc/node"]).toEqual({
      declared: null,
      installed: "8.13.0",
      source: "node_modules",
      location: null,
    });
    expect(fact).not.toHaveProperty("jose");
  });

  it("does not show an SDK that only a server package brings along", () => {
    const lock = {
      packages: {
        "node_modules/@convex-dev/workos-authkit": {
          version: "0.1.7",
          dependencies: { "@workos-inc/authkit-react": "^0.11.0" },
        },
        "node_modules/@workos-inc/authkit-react": {
          version: "0.11.0",
          dependencies: { "@workos-inc/authkit-js": "0.13.0" },
        },
        "node_modules/@workos-inc/authkit-js": { version: "0.13.0" },
      },
    };
    const fact = packagesOf({
      "package.json": manifest("web", { "@convex-dev/workos-authkit": "0.1.7", next: "16", convex: "1" }),
      "app/page.tsx": "",
      "package-lock.json": JSON.stringify(lock),
    });
    expect(Object.keys(fact)).toEqual(["@convex-dev/workos-authkit", "convex", "next"]);
  });

  it("is unknown where a range is all there is", () => {
    expect(packagesOf(app).convex).toMatchObject({ declared: "^1.29.0", installed: null, source: null });
  });
});

describe("lockfiles", () => {
  const EXPECTED = {
    "@workos-inc/authkit-nextjs": "^2.13.0 → 2.17.0 (lockfile)",
    "@workos-inc/node": "null → 8.13.0 (lockfile)",
    convex: "^1.29.0 → 1.37.0 (lockfile)",
    next: "^16.0.0 → 16.2.4 (lockfile)",
  };

  it.each<[string, string, string]>([
    [
      "npm",
      "package-lock.json",
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          "": { dependencies: DEPENDENCIES },
          "node_modules/@workos-inc/authkit-nextjs": {
            version: "2.17.0",
            dependencies: { "@workos-inc/node": "^8.0.0" },
          },
          "node_modules/@workos-inc/authkit-nextjs/node_modules/@workos-inc/node": { version: "8.13.0" },
          "node_modules/@workos-inc/node": { version: "7.0.0" },
          "node_modules/convex": { version: "1.37.0" },
          "node_modules/next": { version: "16.2.4" },
        },
      }),
    ],
    [
      "npm 6",
      "npm-shrinkwrap.json",
      JSON.stringify({
        lockfileVersion: 1,
        dependencies: {
          "@workos-inc/authkit-nextjs": {
            version: "2.17.0",
            requires: { "@workos-inc/node": "^8.0.0" },
            dependencies: { "@workos-inc/node": { version: "8.13.0" } },
          },
          convex: { version: "1.37.0" },
          next: { version: "16.2.4" },
        },
      }),
    ],
    [
      "pnpm 9",
      "pnpm-lock.yaml",
      [
        "lockfileVersion: '9.0'",
        "",
        "importers:",
        "",
        "  .:",
        "    dependencies:",
        "      '@workos-inc/authkit-nextjs':",
        "        specifier: ^2.13.0",
        "        version: 2.17.0(next@16.2.4(react@19.2.5))(react@19.2.5)",
        "      convex:",
        "        specifier: ^1.29.0",
        "        version: 1.37.0(react@19.2.5)",
        "    devDependencies:",
        "      next:",
        "        specifier: ^16.0.0",
        "        version: 16.2.4(react@19.2.5)",
        "",
        "packages:",
        "",
        "  '@workos-inc/authkit-nextjs@2.17.0':",
        "    resolution: {integrity: sha512-aaa==}",
        "    peerDependencies:",
        "      next: ^13.5.9 || ^14",
        "",
        "snapshots:",
        "",
        "  '@workos-inc/authkit-nextjs@2.17.0(next@16.2.4(react@19.2.5))(react@19.2.5)':",
        "    dependencies:",
        "      '@workos-inc/node': 8.13.0",
        "      next: 15.0.0",
        "",
      ].join("\n"),
    ],
    [
      "pnpm 8, one package",
      "pnpm-lock.yaml",
      [
        "lockfileVersion: '6.0'",
        "",
        "dependencies:",
        "  '@workos-inc/authkit-nextjs':",
        "    specifier: ^2.13.0",
        "    version: 2.17.0(next@16.2.4)",
        "  convex:",
        "    specifier: ^1.29.0",
        "    version: 1.37.0",
        "  next:",
        "    specifier: ^16.0.0",
        "    version: 16.2.4",
        "",
        "packages:",
        "",
        "  /@workos-inc/authkit-nextjs@2.17.0(next@16.2.4):",
        "    resolution: {integrity: sha512-aaa==}",
        "    dependencies:",
        "      '@workos-inc/node': 8.13.0",
        "    dev: false",
      ].join("\n"),
    ],
    [
      "pnpm 7",
      "pnpm-lock.yaml",
      [
        "lockfileVersion: 5.4",
        "specifiers:",
        "  convex: ^1.29.0",
        "dependencies:",
        "  '@workos-inc/authkit-nextjs': 2.17.0_next@16.2.4",
        "  convex: 1.37.0",
        "  next: 16.2.4_biqbaboplfbrettd7655fr4n2y",
        "packages:",
        "  /@workos-inc/authkit-nextjs/2.17.0_next@16.2.4:",
        "    dependencies:",
        "      '@workos-inc/node': 8.13.0",
      ].join("\n"),
    ],
    [
      "yarn 1",
      "yarn.lock",
      [
        "# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.",
        "# yarn lockfile v1",
        "",
        "",
        '"@workos-inc/authkit-nextjs@^2.13.0":',
        '  version "2.17.0"',
        '  resolved "https://registry.yarnpkg.com/a.tgz#aaa"',
        "  dependencies:",
        '    "@workos-inc/node" "^8.0.0"',
        '    jose "^5.0.0"',
        "",
        '"@workos-inc/node@^7.0.0":',
        '  version "7.0.0"',
        "",
        '"@workos-inc/node@^8.0.0":',
        '  version "8.13.0"',
        "",
        "convex@^1.20.0, convex@^1.29.0:",
        '  version "1.37.0"',
        "",
        "next@^16.0.0:",
        '  version "16.2.4"',
        "",
      ].join("\n"),
    ],
    [
      "yarn 4",
      "yarn.lock",
      [
        "__metadata:",
        "  version: 8",
        "",
        '"@workos-inc/authkit-nextjs@npm:^2.13.0":',
        "  version: 2.17.0",
        '  resolution: "@workos-inc/authkit-nextjs@npm:2.17.0"',
        "  dependencies:",
        '    "@workos-inc/node": "npm:^8.0.0"',
        "  peerDependencies:",
        "    next: ^16",
        "",
        '"@workos-inc/node@npm:^7.0.0, @workos-inc/node@npm:~7.1.0":',
        "  version: 7.1.0",
        "",
        '"@workos-inc/node@npm:^8.0.0":',
        "  version: 8.13.0",
        "",
        '"convex@npm:^1.20.0, convex@npm:^1.29.0":',
        "  version: 1.37.0",
        "",
        '"next@npm:^16.0.0":',
        "  version: 16.2.4",
        "",
        '"web@workspace:.":',
        "  version: 0.0.0-use.local",
        "",
      ].join("\r\n"),
    ],
    [
      "bun",
      "bun.lock",
      [
        "{",
        '  "lockfileVersion": 1,',
        '  "workspaces": {',
        '    "": { "name": "web", "dependencies": { "next": "^16.0.0", }, },',
        "  },",
        '  "packages": {',
        '    "@workos-inc/authkit-nextjs": ["@workos-inc/authkit-nextjs@2.17.0", "", { "dependencies": { "@workos-inc/node": "^8.0.0" }, "peerDependencies": { "next": "^16" } }, "sha512-aaa=="],',
        "",
        '    "@workos-inc/node": ["@workos-inc/node@7.0.0", "", {}, "sha512-aaa=="],',
        "",
        '    "convex": ["convex@1.37.0", "", { "bin": { "convex": "bin/main.js" } }, "sha512-aaa=="],',
        "",
        '    "next": ["next@15.0.0", "", {}, "sha512-aaa=="],',
        "",
        '    "@workos-inc/authkit-nextjs/@workos-inc/node": ["@workos-inc/node@8.13.0", "", {}, "sha512-aaa=="],',
        "",
        '    "web/next": ["next@16.2.4", "", {}, "sha512-aaa=="],',
        "  }",
        "}",
      ].join("\n"),
    ],
  ])("of %s tell exact versions", (_, name, text) => {
    expect(lines(packagesOf({ ...app, [name]: text }))).toEqual(EXPECTED);
  });

  it("of a workspace tell the versions of each package", () => {
    const text = [
      "lockfileVersion: '9.0'",
      "importers:",
      "  .:",
      "    dependencies:",
      "      convex:",
      "        specifier: 1.0.0",
      "        version: 1.0.0",
      "  apps/web:",
      "    dependencies:",
      "      '@repo/backend':",
      "        specifier: workspace:*",
      "        version: link:../../packages/backend",
      "      convex:",
      "        specifier: ^1.29.0",
      "        version: 1.37.0",
      "  packages/backend:",
      "    dependencies:",
      "      '@workos-inc/node':",
      "        specifier: ^8.0.0",
      "        version: 8.13.0",
    ].join("\n");
    expect(lines(packagesOf({ ...monorepo, "pnpm-lock.yaml": text }, "apps/web"))).toMatchObject({
      convex: "^1.29.0 → 1.37.0 (lockfile)",
      "@workos-inc/node": "^8.0.0 → 8.13.0 (lockfile)",
      next: "^16.0.0 → null (null)",
    });
  });

  it("of npm put a package's own installation before the hoisted one", () => {
    const packages = {
      "node_modules/convex": { version: "1.0.0" },
      "apps/web/node_modules/convex": { version: "1.37.0" },
      "node_modules/@repo/backend": { resolved: "packages/backend", link: true },
    };
    const fact = packagesOf({ ...monorepo, "package-lock.json": JSON.stringify({ packages }) }, "apps/web");
    expect(fact.convex?.installed).toBe("1.37.0");
  });

  it("are asked in the folder of the app first, and of the project's package manager first", () => {
    const lock = (version: string) => JSON.stringify({ packages: { "node_modules/next": { version } } });
    const fact = packagesOf(
      {
        ...monorepo,
        "package.json": manifest("root", {}, { packageManager: "npm@11.0.0", workspaces: ["apps/*"] }),
        "package-lock.json": lock("15.0.0"),
        "apps/web/package-lock.json": lock("16.2.4"),
        "apps/web/yarn.lock": 'next@^16.0.0:\n  version "16.0.0"\n',
      },
      "apps/web",
    );
    expect(fact.next?.installed).toBe("16.2.4");
  });

  it.each([
    ["package-lock.json", "<<<<<<< HEAD\n{}"],
    ["package-lock.json", "null"],
    ["pnpm-lock.yaml", "importers: [\n\t- what"],
    ["yarn.lock", "next@^16.0.0:\n  resolved nowhere\n"],
    ["bun.lock", '"next": ["next@workspace:packages/next"'],
    ["yarn.lock", ""],
  ])("that are broken tell nothing: %s", (name, text) => {
    expect(packagesOf({ ...app, [name]: text }).next?.installed).toBeNull();
  });
});
