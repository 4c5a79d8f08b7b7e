import { describe, expect, it } from "vitest";
import type { WorkspacePackage } from "@convex-authkit/doctor/facts/workspace/workspace";
import { withoutConvex, type FrontendCommand } from "./without-convex.ts";

type Scripts = Record<string, string>;

function packagesOf(scripts: Record<string, Scripts>): WorkspacePackage[] {
  return Object.entries(scripts).map(([dir, own]) => ({
    dir,
    name: dir === "" ? "root" : `@repo/${dir.split("/").at(-1) ?? ""}`,
    declared: {},
    scripts: own,
    dependsOn: [],
  }));
}

function frontend(
  text: string,
  scripts: Scripts | Record<string, Scripts>,
  { dir = "", app = "", files = {} }: { dir?: string; app?: string; files?: Record<string, string> } = {},
): FrontendCommand {
  const isSingle = Object.values(scripts).every((it) => typeof it === "string");
  const packages = packagesOf((isSingle ? { "": scripts } : scripts) as Record<string, Scripts>);
  return withoutConvex(text, dir, { packages, app, read: (path) => files[path] });
}

describe("a single package", () => {
  it.each<[string, string, Scripts, string]>([
    [
      "convex dev that starts the frontend",
      "npm run dev",
      { dev: "convex dev --start 'next dev'" },
      "next dev",
    ],
    ["the same with options", "pnpm dev", { dev: 'convex dev --start "vite --open"' }, "vite --open"],
    ["--start=", "yarn dev", { dev: "npx convex dev --start='vite dev'" }, "vite dev"],
    [
      "npm-run-all and a pre script",
      "npm run dev",
      {
        dev: "npm-run-all --parallel dev:frontend dev:backend",
        "dev:frontend": "next dev",
        "dev:backend": "convex dev",
        predev: "convex dev --until-success && convex dashboard",
      },
      "npm run dev:frontend",
    ],
    [
      "a pattern of scripts",
      "bun run dev",
      { dev: "run-p dev:*", "dev:web": "vite", "dev:convex": "convex dev" },
      "npm run dev:web",
    ],
    [
      "more than two",
      "npm run dev",
      {
        dev: "npm-run-all -p dev:client dev:backend dev:worker",
        "dev:client": "vite",
        "dev:backend": "convex dev",
        "dev:worker": "wrangler dev",
      },
      "npm-run-all -p dev:client dev:worker",
    ],
    [
      "concurrently with lines",
      "npm run dev",
      { dev: 'concurrently "cross-env NODE_ENV=development vite dev --port 3000" "bunx convex dev"' },
      "cross-env NODE_ENV=development vite dev --port 3000",
    ],
    [
      "concurrently with scripts and names",
      "npm run dev",
      {
        dev: "concurrently -n web,db,mail npm:dev:web npm:dev:db npm:dev:mail",
        "dev:web": "next dev",
        "dev:db": "convex dev",
        "dev:mail": "email dev",
      },
      "concurrently -n web,db,mail 'npm run dev:web' 'npm run dev:mail'",
    ],
    ["side by side", "npm run dev", { dev: "next dev & convex dev" }, "next dev"],
    [
      "the other way round",
      "npm run dev",
      { dev: "npx convex dev & next dev --turbopack" },
      "next dev --turbopack",
    ],
    ["once before", "npm run dev", { dev: "convex dev --once && next dev" }, "next dev"],
    ["only the pre script", "npm run dev", { predev: "convex dev --until-success", dev: "vite" }, "vite"],
    [
      "a pre script that does more",
      "npm run dev",
      { predev: "npm run codegen && convex dev --once", codegen: "graphql-codegen", dev: "vite" },
      "npm run codegen && vite",
    ],
    [
      "arguments for the script",
      "npm run dev -- --port 3001",
      { dev: "convex dev & vite" },
      "vite --port 3001",
    ],
    [
      "another script",
      "npm start",
      { start: "npm run dev", dev: "npm-run-all -p web db", web: "vite", db: "convex dev" },
      "npm run web",
    ],
    [
      "behind an env loader",
      "npm run dev",
      { dev: "dotenv -e .env.dev -- convex dev --start 'vite'" },
      "dotenv -e .env.dev -- vite",
    ],
    ["in a shell", "npm run dev", { dev: "bash -c 'convex dev & vite'" }, "bash -c vite"],
    [
      "in a group",
      "npm run dev",
      { dev: "(cd backend && convex dev) & vite" },
      "(cd backend && true) & vite",
    ],
    ["in another folder", "npm run dev", { dev: "cd convex && npx convex dev & vite" }, "vite"],
    ["whose failure ends the script", "npm run dev", { dev: "convex dev --once || exit 1; vite" }, "vite"],
    ["whose failure is borne", "npm run dev", { dev: "convex dev --once || true && vite" }, "vite"],
    ["whose output is kept", "npm run dev", { dev: "convex dev | tee convex.log & vite" }, "vite"],
    ["in between", "npm run dev", { dev: "cd web && convex dev --once && vite" }, "cd web && vite"],
    ["of three", "npm run dev", { dev: "tsc -w & convex dev & vite" }, "tsc -w & vite"],
    ["waited for", "npm run dev", { dev: "vite & convex dev & wait" }, "vite & wait"],
  ])("%s", (_name, command, scripts, left) => {
    const { text, changed, leftOut } = frontend(command, scripts);
    expect({ text, changed }).toEqual({ text: left, changed: true });
    expect(leftOut.length).toBeGreaterThan(0);
  });

  it("names what is left out, and where it stands", () => {
    const { leftOut } = frontend("npm run dev", {
      dev: "npm-run-all --parallel dev:frontend dev:backend",
      "dev:frontend": "vite",
      "dev:backend": "CONVEX_DEPLOY_KEY='dev:otter|abcdefabcdef' convex dev --tail-logs",
      predev: "convex dev --until-success && convex dashboard",
    });
    expect(leftOut).toEqual([
      { command: "convex dev --until-success", script: { name: "predev", dir: "" } },
      { command: "convex dashboard", script: { name: "predev", dir: "" } },
      { command: "convex dev --tail-logs", script: { name: "dev:backend", dir: "" } },
    ]);
  });

  it.each<[string, Scripts]>([
    ["npm run dev", { dev: "next dev" }],
    ["npm run dev", { dev: "vite --open", "dev:backend": "convex dev" }],
    [
      "npm run dev:frontend",
      { dev: "npm-run-all -p dev:*", "dev:frontend": "vite", "dev:backend": "convex dev" },
    ],
    ["npx next dev --turbopack", {}],
    ["next dev", { dev: "convex dev" }],
    ["bun src/index.ts", { dev: "convex dev" }],
    ["pnpm install", { install: "convex dev" }],
    ["npm run nothing", { dev: "convex dev" }],
    ["npm run dev", { dev: "npm run dev" }],
    ["npm run dev", { dev: "doppler run -- next dev" }],
    ["npm run dev", { dev: "node --env-file .env.local server.ts" }],
    ["npm run dev", { dev: "echo 'now run npx convex dev' && vite" }],
  ])("leaves %s alone with %j", (command, scripts) => {
    expect(frontend(command, scripts)).toMatchObject({ text: command, changed: false, leftOut: [] });
  });

  it.each<[string, Scripts]>([
    ["npx convex dev", {}],
    ["npm run dev", { dev: "convex dev" }],
    ["npm run dev", { dev: "npm-run-all -p dev:a dev:b", "dev:a": "convex dev", "dev:b": "convex logs" }],
    ["npm run dev", { dev: "cd packages/backend && convex dev" }],
    ["npm run dev", { predev: "vite build", dev: "convex dev" }],
  ])("has nothing left of %s with %j", (command, scripts) => {
    expect(frontend(command, scripts).text).toBeNull();
  });

  it("cannot look into a program, and says so", () => {
    const files = { "scripts/dev.mjs": 'spawn("npx", ["convex", "dev"]); spawn("vite");' };
    const { changed, mentionedIn } = frontend("npm run dev", { dev: "node scripts/dev.mjs" }, { files });
    expect({ changed, mentionedIn }).toEqual({ changed: false, mentionedIn: ["scripts/dev.mjs"] });
  });
});

it("keeps Convex where the app keeps its own deployment", () => {
  const packages = packagesOf({ "": { dev: "npm-run-all -p web db", web: "vite", db: "convex dev" } });
  const kept = withoutConvex("npm run dev", "", {
    packages,
    app: "",
    read: () => undefined,
    keepsConvex: true,
  });
  expect(kept).toMatchObject({ text: "npm run dev", changed: false, leftOut: [] });
});

describe("a workspace", () => {
  const web = { dev: "next dev --port 3000", build: "next build" };
  const backend = { dev: "convex dev" };

  it.each<[string, Scripts, string]>([
    [
      "npm workspaces",
      { dev: "npm run dev --workspaces --if-present" },
      "cd apps/web && next dev --port 3000",
    ],
    ["pnpm", { dev: "pnpm -r --parallel dev" }, "cd apps/web && next dev --port 3000"],
    ["bun", { dev: "bun run --filter '*' dev" }, "cd apps/web && next dev --port 3000"],
    ["yarn", { dev: "yarn workspaces foreach -A -p run dev" }, "cd apps/web && next dev --port 3000"],
    ["lerna", { dev: "lerna run dev --parallel" }, "cd apps/web && next dev --port 3000"],
    ["nx", { dev: "nx run-many -t dev" }, "cd apps/web && next dev --port 3000"],
    ["turbo", { dev: "turbo run dev --ui tui" }, "turbo run dev --filter=@repo/web --env-mode=loose"],
    ["turbo that watches", { dev: "turbo watch dev" }, "turbo watch dev --filter=@repo/web --env-mode=loose"],
    ["turbo without run", { dev: "turbo dev" }, "turbo dev --filter=@repo/web --env-mode=loose"],
    [
      "turbo with filters",
      {
        dev: "pnpm env:check && turbo run dev --filter=@repo/backend --filter=web",
        "env:check": "node check.js",
      },
      "pnpm env:check && turbo run dev --filter=@repo/web --env-mode=loose",
    ],
  ])("%s", (_name, root, left) => {
    const scripts = { "": root, "apps/web": web, "packages/backend": backend };
    const { text, leftOut } = frontend("npm run dev", scripts, { app: "apps/web" });
    expect(text).toBe(left);
    expect(leftOut).toEqual([{ command: "convex dev", script: { name: "dev", dir: "packages/backend" } }]);
  });

  it("names the other packages that are not started", () => {
    const scripts = {
      "": { dev: "pnpm -r dev" },
      "apps/web": web,
      "apps/docs": { dev: "mintlify dev" },
      "packages/backend": backend,
    };
    expect(frontend("pnpm dev", scripts, { app: "apps/web" }).otherPackages).toEqual(["apps/docs"]);
  });

  it("hands variables through turbo, which keeps back those that are not declared", () => {
    const scripts = { "": { dev: "turbo dev --filter=web" }, "apps/web": web, "packages/backend": backend };
    expect(frontend("npm run dev", scripts, { app: "apps/web" })).toMatchObject({
      text: "turbo dev --filter=web --env-mode=loose",
      loosenedTurbo: true,
      leftOut: [],
    });
  });

  it("takes the app's own script apart where that one runs Convex", () => {
    const scripts = {
      "": { dev: "turbo dev" },
      "apps/web": { dev: "convex dev --start 'next dev'" },
      "packages/backend": backend,
    };
    expect(frontend("npm run dev", scripts, { app: "apps/web" }).text).toBe("cd apps/web && next dev");
  });

  it.each([
    ["npm run dev -w @repo/web", "packages/backend", ""],
    ["pnpm --filter @repo/web dev", "", ""],
    ["yarn workspace @repo/web dev", "", ""],
    ["bun run --cwd apps/web dev", "", ""],
    ["pnpm -C apps/web dev", "", ""],
    ["cd apps/web && npm run dev", "", ""],
    ["npm run dev", "apps/web", ""],
  ])("leaves %s in %j alone", (command, dir) => {
    const scripts = { "": { dev: "turbo dev" }, "apps/web": web, "packages/backend": backend };
    expect(frontend(command, scripts, { dir, app: "apps/web" }).changed).toBe(false);
  });

  it("runs a script of another package in its folder", () => {
    const scripts = { "": {}, "apps/web": { dev: "next dev & convex dev" }, "packages/backend": backend };
    const found = frontend("npm run dev --workspace @repo/web", scripts, { dir: "packages/backend" });
    expect(found).toMatchObject({ text: "cd ../../apps/web && next dev", folders: ["apps/web"] });
  });
});
