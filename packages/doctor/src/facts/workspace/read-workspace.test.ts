import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import { readSourceTexts } from "../source-texts.ts";
import { readWorkspace } from "./read-workspace.ts";
import { isSourceOf, type WorkspaceFact } from "./workspace.ts";

function workspaceOf(texts: Record<string, string>): WorkspaceFact {
  const files = memoryFiles(texts);
  return readWorkspace({ files, sources: readSourceTexts(files) });
}

function manifest(name: string, dependencies: Record<string, string>, more: object = {}): string {
  return JSON.stringify({ name, dependencies, ...more });
}

/** `apps/web nextjs → packages/backend/convex`, one line for each app. */
function appLines({ apps }: WorkspaceFact): string[] {
  return apps.map(({ dir, framework, backend }) => `${dir || "."} ${framework} → ${backend}`);
}

function backendLines({ backends }: WorkspaceFact): string[] {
  return backends.map(
    ({ functionsDir, dir, convexJson }) => `${functionsDir} in ${dir || "."} by ${convexJson}`,
  );
}

const NEXT = { next: "16.0.0", react: "19.0.0", convex: "^1.29.0", "@workos-inc/authkit-nextjs": "^2.13.0" };
const VITE = { vite: "7.0.0", react: "19.0.0", convex: "^1.29.0", "@workos-inc/authkit-react": "^0.16.0" };
const FUNCTION = 'import { query } from "./_generated/server";\nexport const list = query(() => []);\n';
const SCHEMA = 'import { defineSchema } from "convex/server";\nexport default defineSchema({});\n';
const USES_API = (from: string) =>
  `import { api } from "${from}/_generated/api";\nuseQuery(api.notes.list);\n`;

/** One Next.js app in a folder. */
function nextApp(dir: string, dependencies: Record<string, string> = NEXT): Record<string, string> {
  return {
    [`${dir}package.json`]: manifest(dir || "root", dependencies),
    [`${dir}app/page.tsx`]: "export default 1",
  };
}

describe("one package", () => {
  it("is an app with the functions beside it", () => {
    const workspace = workspaceOf({ ...nextApp(""), "convex/notes.ts": FUNCTION, "package-lock.json": "{}" });
    expect(workspace).toMatchObject({
      packageManager: "npm",
      apps: [
        {
          dir: "",
          framework: "nextjs",
          sourceDirs: [""],
          authkit: ["@workos-inc/authkit-nextjs"],
          backend: "convex",
        },
      ],
      backends: [{ functionsDir: "convex", dir: "", convexJson: null }],
    });
  });

  it("is listed without AuthKit too, when it uses Convex", () => {
    const workspace = workspaceOf({
      ...nextApp("", { next: "16", convex: "1" }),
      "convex/schema.ts": SCHEMA,
    });
    expect(workspace.apps).toMatchObject([{ dir: "", authkit: [], backend: "convex" }]);
  });

  it("is listed without Convex too, when it uses AuthKit", () => {
    const workspace = workspaceOf(nextApp("", { next: "16", "@workos-inc/authkit-nextjs": "2" }));
    expect(appLines(workspace)).toEqual([". nextjs → null"]);
  });

  it("is no app when it has neither", () => {
    expect(workspaceOf(nextApp("", { next: "16" })).apps).toEqual([]);
  });

  it("can be a backend alone", () => {
    const workspace = workspaceOf({
      "package.json": manifest("api", { convex: "1" }),
      "convex/schema.ts": SCHEMA,
    });
    expect(workspace.apps).toEqual([]);
    expect(backendLines(workspace)).toEqual(["convex in . by null"]);
  });

  it("can hold its app and its functions in folders without a package.json", () => {
    const workspace = workspaceOf({
      "package.json": manifest("one", VITE, { scripts: { dev: "vite frontend" } }),
      "frontend/vite.config.ts": "",
      "frontend/index.html": "",
      "frontend/src/main.tsx": "",
      "convex/schema.ts": SCHEMA,
    });
    expect(appLines(workspace)).toEqual(["frontend vite-react → convex"]);
  });

  it("is one app when its own folder shows it, whatever tools have configs below", () => {
    const workspace = workspaceOf({
      ...nextApp("", { ...NEXT, vite: "7" }),
      "tools/preview/vite.config.ts": "",
      "tools/preview/index.html": "",
      "convex/schema.ts": SCHEMA,
    });
    expect(appLines(workspace)).toEqual([". nextjs → convex"]);
  });
});

describe("frameworks", () => {
  const cases: [string, Record<string, string>, Record<string, string>, string][] = [
    ["Next.js pages", { next: "15" }, { "src/pages/index.tsx": "" }, "nextjs"],
    ["Vite", { vite: "7", react: "19" }, { "index.html": "" }, "vite-react"],
    [
      "Vite with React Router as a library",
      { vite: "7", react: "19", "react-router": "7" },
      { "index.html": "" },
      "vite-react",
    ],
    [
      "TanStack Start",
      { vite: "7", react: "19", "@tanstack/react-start": "1" },
      { "src/routes/__root.tsx": "" },
      "tanstack-start",
    ],
    [
      "React Router",
      { vite: "7", react: "19", "@react-router/dev": "7" },
      { "react-router.config.ts": "" },
      "react-router",
    ],
    ["Remix", { react: "18", "@remix-run/react": "2" }, { "app/root.tsx": "" }, "remix"],
    ["Expo", { expo: "55", react: "19", "react-native": "0.83" }, { "app.json": "{}" }, "expo"],
    ["Bun", { react: "19", "@types/bun": "1" }, { "src/index.html": "", "bunfig.toml": "" }, "bun-react"],
    [
      "Electron",
      { electron: "43", vite: "8", react: "19" },
      { "forge.config.ts": "", "index.html": "" },
      "electron",
    ],
    ["SvelteKit", { "@sveltejs/kit": "2", svelte: "5", vite: "7" }, { "src/app.html": "" }, "other"],
    ["Astro", { astro: "5", react: "19" }, { "astro.config.mjs": "" }, "other"],
    ["a browser extension", { wxt: "1", react: "19" }, { "wxt.config.ts": "" }, "other"],
  ];
  it.each(cases)("tells %s", (_, dependencies, texts, framework) => {
    const workspace = workspaceOf({
      "package.json": manifest("app", { convex: "1", ...dependencies }),
      ...texts,
    });
    expect(workspace.apps.map((app) => app.framework)).toEqual([framework]);
  });

  const noApps: [string, Record<string, string>, Record<string, string>][] = [
    ["a component library", { react: "19", next: "16", convex: "1" }, { "src/button.tsx": "" }],
    [
      "a library that Vite builds",
      { react: "19", vite: "7", convex: "1" },
      { "vite.config.ts": "", "src/index.ts": "" },
    ],
    ["a server", { hono: "4", "@workos-inc/node": "8" }, { "src/index.ts": "" }],
    ["a command line", { convex: "1", "@workos-inc/node": "8" }, { "src/cli.ts": "" }],
  ];
  it.each(noApps)("finds no app in %s", (_, dependencies, texts) => {
    const scripts = { scripts: { build: "vite build", test: "vitest" } };
    expect(workspaceOf({ "package.json": manifest("lib", dependencies, scripts), ...texts }).apps).toEqual(
      [],
    );
  });
});

describe("backends", () => {
  const root = { "package.json": manifest("root", { convex: "1" }) };

  it.each([
    ["src/functions", "src/functions"],
    ["./src/functions/", "src/functions"],
    ["src\\functions", "src/functions"],
  ])("are where convex.json moves them: %s", (functions, expected) => {
    const workspace = workspaceOf({
      ...root,
      "convex.json": JSON.stringify({ functions }),
      "src/functions/notes.ts": FUNCTION,
    });
    expect(backendLines(workspace)).toEqual([`${expected} in . by convex.json`]);
  });

  it("can be a whole package", () => {
    const workspace = workspaceOf({
      "packages/convex/package.json": manifest("@repo/convex", { convex: "1" }),
      "packages/convex/convex.json": '{ "functions": "." }',
      "packages/convex/schema.ts": SCHEMA,
    });
    expect(backendLines(workspace)).toEqual([
      "packages/convex in packages/convex by packages/convex/convex.json",
    ]);
  });

  it("can lie in a package that is called convex itself", () => {
    const workspace = workspaceOf({
      "packages/convex/package.json": manifest("@repo/convex", { convex: "1" }),
      "packages/convex/index.ts": 'export * from "./convex/_generated/api";',
      "packages/convex/convex/notes.ts": FUNCTION,
    });
    expect(backendLines(workspace)).toEqual(["packages/convex/convex in packages/convex by null"]);
  });

  it("keep their deeper modules to themselves", () => {
    const workspace = workspaceOf({
      ...root,
      "convex/notes/list.ts": FUNCTION.replace("./_generated", "../_generated"),
      "convex/lib/convex/schema.ts": SCHEMA,
    });
    expect(backendLines(workspace)).toEqual(["convex in . by null"]);
  });

  it("are read from a convex.json with comments and trailing commas", () => {
    const workspace = workspaceOf({
      ...root,
      "convex.json": '// moved\n{ "functions": "server/", /* prod below */ }',
      "server/notes.ts": FUNCTION,
    });
    expect(backendLines(workspace)).toEqual(["server in . by convex.json"]);
  });

  it("do not take a TypeScript config for a convex.json", () => {
    const workspace = workspaceOf({
      ...root,
      "convex.json": '{ "extends": "./tsconfig.base.json", "include": ["convex"] }',
      "convex/notes.ts": FUNCTION,
    });
    expect(backendLines(workspace)).toEqual(["convex in . by null"]);
  });

  it.each<[string, Record<string, string>]>([
    ["nothing but generated code", { "convex/_generated/api.d.ts": "", "convex/_generated/server.d.ts": "" }],
    ["documentation", { "docs/convex/auth.md": "# Auth" }],
    [
      "helpers for the client",
      { "src/convex/provider.tsx": 'import { ConvexProvider } from "convex/react";' },
    ],
    [
      "a copy of generated code for a client",
      { "src/convex/_generated/api.d.ts": "", "src/convex/client.ts": "" },
    ],
    ["an agent's skill", { "skills/convex/SKILL.md": "" }],
    [
      "what a moved folder left behind",
      {
        "convex.json": '{ "functions": "src/functions" }',
        "src/functions/notes.ts": FUNCTION,
        "convex/old.ts": FUNCTION,
      },
    ],
  ])("are not seen in %s", (_, texts) => {
    expect(workspaceOf({ ...root, ...texts }).backends.map((it) => it.functionsDir)).not.toContain("convex");
    expect(workspaceOf({ ...root, ...texts }).backends.map((it) => it.functionsDir)).not.toContain(
      "src/convex",
    );
  });

  it("are not components, which are pushed with the backend that installs them", () => {
    const workspace = workspaceOf({
      ...root,
      "convex.json": '{ "functions": "example/convex" }',
      "src/component/convex.config.ts": 'export default defineComponent("rateLimiter");',
      "src/component/_generated/server.ts": "",
      "src/component/lib.ts": FUNCTION,
      "example/convex/convex.config.ts": "const app = defineApp();",
      "example/convex/notes.ts": FUNCTION,
    });
    expect(backendLines(workspace)).toEqual(["example/convex in . by convex.json"]);
  });

  it("belong to the package that holds them even when an app points at them", () => {
    const workspace = workspaceOf({
      ...nextApp("apps/web/"),
      "apps/web/convex.json": '{ "functions": "../../packages/backend/convex" }',
      "packages/backend/package.json": manifest("backend", { convex: "1" }),
      "packages/backend/convex.json": "{}",
      "packages/backend/convex/notes.ts": FUNCTION,
      "other/package.json": manifest("other", { convex: "1" }),
      "other/convex/notes.ts": FUNCTION,
    });
    expect(backendLines(workspace)).toContain(
      "packages/backend/convex in packages/backend by packages/backend/convex.json",
    );
    expect(appLines(workspace)).toEqual(["apps/web nextjs → packages/backend/convex"]);
  });
});

describe("which backend an app uses", () => {
  const backend = {
    "packages/backend/package.json": manifest("@repo/backend", { convex: "1" }),
    "packages/backend/convex/notes.ts": FUNCTION,
  };
  const second = {
    "packages/admin-backend/package.json": manifest("@repo/admin-backend", { convex: "1" }),
    "packages/admin-backend/convex/notes.ts": FUNCTION,
  };
  const root = { "package.json": manifest("root", {}, { workspaces: ["apps/*", "packages/*"] }) };

  it("is the package it depends on, also through another", () => {
    const workspace = workspaceOf({
      ...root,
      ...backend,
      ...second,
      ...nextApp("apps/web/", { ...NEXT, "@repo/data": "workspace:*" }),
      "packages/data/package.json": manifest("@repo/data", { "@repo/backend": "*" }),
    });
    expect(appLines(workspace)).toEqual(["apps/web nextjs → packages/backend/convex"]);
    expect(workspace.apps[0]?.sourceDirs).toEqual(["apps/web", "packages/data", "packages/backend"]);
  });

  it.each<[string, string, Record<string, string>]>([
    ["a relative path", "../../../packages/admin-backend/convex", {}],
    [
      "an alias",
      "@admin",
      {
        "apps/web/tsconfig.json":
          '{ "compilerOptions": { "paths": { "@admin/*": ["../../packages/admin-backend/convex/*"] } } }',
      },
    ],
    [
      "an alias of a shared config",
      "@admin",
      {
        "apps/web/tsconfig.json": '{ "extends": "../../tsconfig.base.json" }',
        "tsconfig.base.json":
          '{ "compilerOptions": { "baseUrl": ".", "paths": { "@admin": ["packages/admin-backend/convex"] } } } // one',
      },
    ],
    ["a package name", "@repo/admin-backend/convex", {}],
    ["a package name with its own exports", "@repo/admin-backend", {}],
  ])("is the one it imports by %s", (_, from, texts) => {
    const workspace = workspaceOf({
      ...root,
      ...backend,
      ...second,
      ...nextApp("apps/web/", { ...NEXT, "@repo/backend": "workspace:*" }),
      "apps/web/app/notes.tsx": USES_API(from),
      ...texts,
    });
    expect(appLines(workspace)).toEqual(["apps/web nextjs → packages/admin-backend/convex"]);
  });

  it("is shared by several apps, without any workspace file", () => {
    const workspace = workspaceOf({
      ...nextApp("web/"),
      "admin/package.json": manifest("admin", VITE),
      "admin/index.html": "",
      "backend/package.json": manifest("backend", { convex: "1" }),
      "backend/convex/schema.ts": SCHEMA,
    });
    expect(appLines(workspace)).toEqual(["admin vite-react → backend/convex", "web nextjs → backend/convex"]);
  });

  it("is the one above it, at the root of the repository", () => {
    const workspace = workspaceOf({
      ...root,
      ...second,
      ...nextApp("apps/web/"),
      "convex/notes.ts": FUNCTION,
    });
    expect(appLines(workspace)).toEqual(["apps/web nextjs → convex"]);
  });

  it("is none for an app that uses WorkOS without Convex next door", () => {
    const workspace = workspaceOf({
      ...root,
      ...backend,
      ...nextApp("apps/web/", { ...NEXT, "@repo/backend": "*" }),
      ...nextApp("apps/portal/", { next: "16", "@workos-inc/authkit-nextjs": "2" }),
    });
    expect(appLines(workspace)).toEqual([
      "apps/portal nextjs → null",
      "apps/web nextjs → packages/backend/convex",
    ]);
  });

  it("is none where the only functions are those of a sample", () => {
    const sample = "examples/cocktails";
    const workspace = workspaceOf({
      ...nextApp("inspector/"),
      [`${sample}/package.json`]: manifest("cocktails", { convex: "1", vite: "7" }),
      [`${sample}/convex/notes.ts`]: FUNCTION,
    });
    expect(appLines(workspace)).toEqual(["inspector nextjs → null"]);
    expect(workspace.backends).toEqual([]);
    expect(workspace.leftOut).toMatchObject([{ dir: sample }]);
  });

  it("is unknown where two are as likely", () => {
    const workspace = workspaceOf({ ...root, ...backend, ...second, ...nextApp("apps/web/") });
    expect(appLines(workspace)).toEqual(["apps/web nextjs → null"]);
  });
});

describe("AuthKit packages", () => {
  const root = { "package.json": manifest("root", {}, { workspaces: ["apps/*", "packages/*"] }) };

  it("may come through a package that the app depends on", () => {
    const workspace = workspaceOf({
      ...root,
      ...nextApp("apps/web/", { next: "16", convex: "1", "@repo/auth": "workspace:*" }),
      "packages/auth/package.json": manifest("@repo/auth", { "@workos-inc/authkit-nextjs": "2" }),
    });
    expect(workspace.apps[0]?.authkit).toEqual(["@workos-inc/authkit-nextjs"]);
  });

  it("are not those of Convex functions that the app calls", () => {
    const workspace = workspaceOf({
      ...root,
      ...nextApp("apps/web/", { next: "16", convex: "1", "@repo/backend": "workspace:*" }),
      "packages/backend/package.json": manifest("@repo/backend", {
        convex: "1",
        "@workos-inc/node": "8",
        "@convex-dev/workos-authkit": "0.1",
      }),
      "packages/backend/convex/schema.ts": SCHEMA,
    });
    expect(workspace.apps[0]?.authkit).toEqual([]);
  });

  it("are none where another auth gives Convex its tokens and nothing imports an AuthKit SDK", () => {
    const dependencies = { ...VITE, "@workos-inc/node": "^8.0.0", "@clerk/clerk-react": "^5.0.0" };
    const migrated = {
      "package.json": manifest("web", dependencies),
      "index.html": "",
      "src/session.ts": 'import { WorkOS } from "@workos-inc/node";\nexport const workos = new WorkOS();\n',
      "src/main.tsx": 'import { ConvexProviderWithClerk } from "convex/react-clerk";\n',
      "convex/schema.ts": SCHEMA,
    };
    const half = { ...migrated, "src/sign-in.tsx": 'import { useAuth } from "@workos-inc/authkit-react";\n' };
    const mounted = {
      ...migrated,
      "src/app.tsx": 'import { AuthKitProvider } from "@workos-inc/authkit-react";\n',
    };
    expect(workspaceOf(migrated).apps).toMatchObject([{ authkit: [], backend: "convex" }]);
    expect(workspaceOf(mounted).apps).toMatchObject([{ authkit: [], backend: "convex" }]);
    expect(workspaceOf(half).apps).toMatchObject([
      { authkit: ["@workos-inc/authkit-react", "@workos-inc/node"] },
    ]);
  });

  it("are none where the app makes a Convex client and its sources do not name WorkOS", () => {
    const unused = {
      "package.json": manifest("vault", VITE),
      "index.html": "",
      "src/main.tsx":
        'import { ConvexReactClient } from "convex/react";\nexport const convex = new ConvexReactClient("https://x.convex.cloud");\n',
      "convex/schema.ts": `${SCHEMA}\n// users have a workosId\n`,
    };
    const read = {
      ...unused,
      "src/session.ts": "export const clientId = import.meta.env.VITE_WORKOS_CLIENT_ID;\n",
    };
    const shared = {
      "package.json": manifest("shop", NEXT),
      "web/app/page.tsx": "export default function Page() { return null; }",
      "web/next.config.ts": "export default {};",
      "web/client.ts": unused["src/main.tsx"],
      "lib/session.ts": 'export { withAuth } from "@workos-inc/authkit-nextjs";\n',
      "convex/schema.ts": SCHEMA,
    };
    const begun = {
      ...unused,
      "convex/auth.config.ts": 'export const issuer = "https://api.workos.com/";\n',
    };
    const byHand = {
      ...begun,
      "src/session.ts": 'import { convex } from "./main";\nconvex.setAuth(async () => null);\n',
    };
    expect(workspaceOf(unused).apps).toMatchObject([{ authkit: [], backend: "convex" }]);
    expect(workspaceOf(begun).apps).toMatchObject([{ authkit: [], backend: "convex" }]);
    expect(workspaceOf(byHand).apps).toMatchObject([{ authkit: ["@workos-inc/authkit-react"] }]);
    expect(workspaceOf(shared).apps).toMatchObject([{ authkit: ["@workos-inc/authkit-nextjs"] }]);
    expect(workspaceOf(read).apps).toMatchObject([{ authkit: ["@workos-inc/authkit-react"] }]);
  });

  it("may be held by the root for an app that imports them", () => {
    const workspace = workspaceOf({
      "package.json": manifest("root", { ...NEXT }),
      "apps/web/package.json": manifest("web", { next: "16" }),
      "apps/web/app/page.tsx": 'import { withAuth } from "@workos-inc/authkit-nextjs";',
      "apps/docs/package.json": manifest("docs", { next: "16" }),
      "apps/docs/app/page.tsx": "export default 1",
    });
    expect(workspace.apps).toMatchObject([{ dir: "apps/web", authkit: ["@workos-inc/authkit-nextjs"] }]);
  });
});

describe("sign-in by hand, without a framework", () => {
  const SERVER = { hono: "4.0.0", convex: "^1.29.0", "@workos-inc/node": "^8.0.0" };
  const EXCHANGE = "await workos.userManagement.authenticateWithCode({ code, clientId });\n";
  const server = (
    more: Record<string, string> = {},
    scripts: Record<string, string> = { dev: "tsx watch src/index.ts" },
  ) => ({
    "package.json": manifest("api", SERVER, { scripts }),
    "src/index.ts": EXCHANGE,
    "convex/schema.ts": SCHEMA,
    ...more,
  });

  it.each<[string, Record<string, string>]>([
    ["a server that tsx runs", server()],
    ["a server that Node runs", server({}, { start: "node --env-file=.env dist/server.js" })],
    ["a server that Bun runs", server({}, { "dev:server": "bun run --watch src/server.ts" })],
    [
      "a Worker",
      server({
        "package.json": manifest(
          "api",
          { convex: "1.29.0", "@workos/authkit-session": "0.3.4" },
          { scripts: { dev: "wrangler dev --port 3000" } },
        ),
        "src/index.ts": 'import { createAuthService } from "@workos/authkit-session";\n',
      }),
    ],
    [
      "a page of Vite whose Convex functions exchange the code",
      {
        "package.json": manifest(
          "tauri",
          { vite: "6.0.0", convex: "1.21.0", "@workos-inc/node": "7.36.0" },
          { scripts: { dev: "vite" } },
        ),
        "frontend/index.html": "<div></div>",
        "frontend/src/auth.ts": "location.href = `${CONVEX_SITE_URL}/login`; // WorkOS\n",
        "convex/schema.ts": SCHEMA,
        "convex/workos.ts": EXCHANGE,
      },
    ],
  ])("is an app: %s", (_, texts) => {
    expect(appLines(workspaceOf(texts))).toEqual([". other → convex"]);
  });

  it.each<[string, Record<string, string>]>([
    [
      "without Convex",
      server({
        "package.json": manifest(
          "api",
          { "@workos-inc/node": "8.0.0" },
          { scripts: { dev: "tsx src/index.ts" } },
        ),
      }),
    ],
    ["that nothing starts", server({}, { dev: "tsc --watch", build: "tsup" })],
    ["that only manages users", server({ "src/index.ts": "await workos.userManagement.listUsers();\n" })],
    ["of Convex functions alone", server({ "src/index.ts": "", "convex/http.ts": EXCHANGE })],
    ["that a test plays", server({ "src/index.ts": "", "src/index.test.ts": EXCHANGE })],
  ])("is none in a package %s", (_, texts) => {
    expect(appLines(workspaceOf(texts))).toEqual([]);
  });
});

describe("samples", () => {
  const project = { ...nextApp(""), "convex/schema.ts": SCHEMA };

  it.each([
    "templates/next/",
    "examples/next/",
    "packages/create-app/templates/next/",
    "src/__fixtures__/app/",
    "vendor/starter/",
  ])("are left out of a complete project: %s", (dir) => {
    const workspace = workspaceOf({ ...project, ...nextApp(dir), [`${dir}convex/schema.ts`]: SCHEMA });
    expect(appLines(workspace)).toEqual([". nextjs → convex"]);
    expect(backendLines(workspace)).toEqual(["convex in . by null"]);
    expect(workspace.packages.map((it) => it.dir)).toEqual([""]);
    expect(workspace.leftOut.map((it) => `${it.dir}/`)).toEqual([dir]);
  });

  it("are left out without a package.json too", () => {
    const workspace = workspaceOf({ ...project, "docs/guide/convex/schema.ts": SCHEMA });
    expect(backendLines(workspace)).toEqual(["convex in . by null"]);
    expect(workspace.leftOut.map((it) => it.dir)).toEqual(["docs/guide/convex"]);
  });

  it("are the project when a workspace lists them", () => {
    const workspace = workspaceOf({
      "package.json": manifest("root", NEXT, { workspaces: ["examples/*"] }),
      "app/page.tsx": "",
      "convex/schema.ts": SCHEMA,
      ...nextApp("examples/web/"),
      ...nextApp("examples/web/templates/inner/"),
    });
    expect(appLines(workspace)).toEqual([". nextjs → convex", "examples/web nextjs → convex"]);
    expect(workspace.leftOut.map((it) => it.dir)).toEqual(["examples/web/templates/inner"]);
  });

  it("are the project when there is nothing else", () => {
    const workspace = workspaceOf({
      "README.md": "# Templates",
      ...nextApp("templates/next/"),
      "templates/next/convex/schema.ts": SCHEMA,
      "templates/vite/package.json": manifest("vite", VITE),
      "templates/vite/index.html": "",
      "templates/vite/convex/schema.ts": SCHEMA,
    });
    expect(appLines(workspace)).toEqual([
      "templates/next nextjs → templates/next/convex",
      "templates/vite vite-react → templates/vite/convex",
    ]);
    expect(workspace.leftOut).toEqual([]);
  });

  it("are the project of a component library, whose example is its only app", () => {
    const workspace = workspaceOf({
      "package.json": manifest("@me/component", {}, { devDependencies: { convex: "1", react: "19" } }),
      "src/component/convex.config.ts": 'export default defineComponent("mine");',
      ...nextApp("example/"),
      "example/convex/schema.ts": SCHEMA,
    });
    expect(appLines(workspace)).toEqual(["example nextjs → example/convex"]);
  });

  it("do not hide a documentation site with its own package.json", () => {
    const workspace = workspaceOf({ ...project, ...nextApp("docs/") });
    expect(appLines(workspace)).toEqual([". nextjs → convex", "docs nextjs → convex"]);
  });
});

describe("workspaces", () => {
  const members = {
    ...nextApp("apps/web/", { ...NEXT, ui: "workspace:*" }),
    "libs/ui/package.json": manifest("ui", {}),
  };

  it.each<[string, Record<string, string>]>([
    ["package.json", { "package.json": manifest("root", {}, { workspaces: ["apps/*", "libs/**"] }) }],
    [
      "package.json of yarn 1",
      { "package.json": manifest("root", {}, { workspaces: { packages: ["./apps/*", "libs/ui/"] } }) },
    ],
    [
      "pnpm-workspace.yaml",
      { "package.json": "{}", "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - 'libs/*'\n" },
    ],
    ["lerna.json", { "package.json": "{}", "lerna.json": '{ "packages": ["apps/*", "libs/*"] }' }],
  ])("are listed by %s", (_, texts) => {
    const workspace = workspaceOf({ ...texts, ...members });
    expect(workspace.packages.find(({ dir }) => dir === "apps/web")?.dependsOn).toEqual(["libs/ui"]);
  });

  it("link a file: path without a list, and nothing else by name alone", () => {
    const workspace = workspaceOf({
      ...nextApp("web/", { ...NEXT, ui: "file:../ui", api: "^1.0.0" }),
      "ui/package.json": manifest("ui", {}),
      "api/package.json": manifest("api", {}),
    });
    expect(workspace.packages.find(({ dir }) => dir === "web")?.dependsOn).toEqual(["ui"]);
  });

  it("leave out what a pattern excludes", () => {
    const workspace = workspaceOf({
      "package.json": manifest("root", {}, { workspaces: ["**", "!libs/ui"] }),
      ...members,
    });
    expect(workspace.packages.find(({ dir }) => dir === "apps/web")?.dependsOn).toEqual([]);
  });

  it("tell which sources run in an app", () => {
    const workspace = workspaceOf({
      "package.json": manifest("root", { ...NEXT, ui: "*" }, { workspaces: ["apps/*", "libs/*"] }),
      "app/page.tsx": "",
      ...members,
      ...nextApp("templates/next/"),
    });
    const [root] = workspace.apps;
    const sources = ["app/page.tsx", "libs/ui/a.tsx", "apps/web/app/page.tsx", "templates/next/app/page.tsx"];
    expect(sources.filter((path) => root && isSourceOf(path, root, workspace))).toEqual([
      "app/page.tsx",
      "libs/ui/a.tsx",
    ]);
  });
});

describe("the package manager", () => {
  it.each<[string, Record<string, string>]>([
    ["pnpm", { "package.json": '{ "packageManager": "pnpm@10.28.2" }', "package-lock.json": "{}" }],
    ["yarn", { "package.json": '{ "devEngines": { "packageManager": { "name": "yarn" } } }' }],
    ["bun", { "package.json": "{}", "bun.lockb": "", "package-lock.json": "{}" }],
    ["bun", { "package.json": "{}", "bun.lock": "" }],
    ["pnpm", { "package.json": "{}", "pnpm-workspace.yaml": "" }],
    ["yarn", { "package.json": "{}", "yarn.lock": "" }],
    ["npm", { "package.json": "{}", "npm-shrinkwrap.json": "{}" }],
    ["pnpm", { "web/package.json": '{ "name": "web" }', "web/pnpm-lock.yaml": "" }],
    [
      "bun",
      { "package.json": manifest("root", {}, { scripts: { dev: "bun run dev:web & bun run dev:convex" } }) },
    ],
    ["npm", { "package.json": manifest("root", {}, { scripts: { dev: "bunx convex dev" } }) }],
    ["pnpm", { ".git": "", "package.json": "{}", "pnpm-lock.yaml": "", "../yarn.lock": "" }],
    ["yarn", { "package.json": "{}", "../yarn.lock": "", "../.git": "" }],
  ])("is %s", (manager, texts) => {
    expect(workspaceOf(texts).packageManager).toBe(manager);
  });
});

describe("manifests", () => {
  it("that are broken are told with their line, and read as far as they go", () => {
    const workspace = workspaceOf({
      "package.json": '{\n  "name": "web",\n<<<<<<< HEAD\n  "version": "1.0.0"\n}\n',
      "app/page.tsx": "",
    });
    expect(workspace.packages).toMatchObject([{ dir: "", name: "web" }]);
    expect(workspace.unreadable).toMatchObject([
      { file: "package.json", why: expect.stringContaining("line 3") as string },
    ]);
  });

  it("that only set a module type are no packages", () => {
    const workspace = workspaceOf({ ...nextApp(""), "lib/esm/package.json": '{ "type": "module" }' });
    expect(workspace.packages.map(({ dir }) => dir)).toEqual([""]);
  });

  it("stand beside bun's binary lockfile, which is told where it is all there is", () => {
    const binary = { "package.json": manifest("web", {}), "bun.lockb": "" };
    expect(workspaceOf(binary).unreadable).toMatchObject([{ file: "bun.lockb" }]);
    expect(workspaceOf({ ...binary, "bun.lock": "{}" }).unreadable).toEqual([]);
    expect(workspaceOf({ ...binary, "node_modules/convex/package.json": "{}" }).unreadable).toEqual([]);
  });

  it("may be missing altogether", () => {
    expect(workspaceOf({ "README.md": "" })).toMatchObject({ packages: [], apps: [], backends: [] });
  });
});
