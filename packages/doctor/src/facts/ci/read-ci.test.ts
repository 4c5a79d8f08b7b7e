import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import type { WorkspaceFact } from "../workspace/workspace.ts";
import { readCi } from "./read-ci.ts";

const scripts = {
  deploy: "convex deploy --cmd 'npm run build'",
  build: "vite build",
  release: "npm run deploy",
};
const workspace: WorkspaceFact = {
  packageManager: "pnpm",
  packages: [
    { dir: "", name: "root", declared: {}, scripts: { "deploy:all": "turbo run deploy" }, dependsOn: [] },
    { dir: "packages/backend", name: "@x/backend", declared: {}, scripts, dependsOn: [] },
  ],
  apps: [],
  backends: [],
  leftOut: [],
  unreadable: [],
};
const packages = {
  "package.json": JSON.stringify({ scripts: { "deploy:all": "turbo run deploy" } }),
  "packages/backend/package.json": JSON.stringify({ scripts }),
};

/** The pushes as `line where command dir stage key`. */
function pushes(files: Record<string, string>): string[] {
  return readCi({ files: memoryFiles({ ...packages, ...files }) }, workspace).pushes.map(
    (push) =>
      `${push.location.line} ${push.where} ${push.command} ${push.dir} ${push.stage} ${push.deployKey}${push.skipsWorkosCheck ? " unchecked" : ""}`,
  );
}

describe("GitHub Actions", () => {
  const workflow = (on: string, steps: string): Record<string, string> => ({
    ".github/workflows/deploy.yml": `on: ${on}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`,
  });

  it("finds pushes with their folder, key and line", () => {
    const steps = [
      "      - run: npm ci",
      "      - name: Deploy",
      "        working-directory: packages/backend",
      "        env:",
      "          CONVEX_DEPLOY_KEY: ${{ secrets.CONVEX_DEPLOY_KEY }}",
      "        run: |",
      "          mkdir -p x",
      "          npx convex deploy \\",
      "            --typecheck enable",
    ].join("\n");
    expect(pushes(workflow("{ push: { branches: [main] } }", steps))).toEqual([
      "13 github-actions deploy packages/backend production some",
    ]);
  });

  it("tells previews by the trigger, the secret or the flag", () => {
    const step = (key: string, flag = "") =>
      `      - run: cd packages/backend && npx convex deploy ${flag}\n        env: { CONVEX_DEPLOY_KEY: "\${{ secrets.${key} }}" }`;
    expect(pushes(workflow("pull_request", step("KEY")))).toEqual([
      "6 github-actions deploy packages/backend preview some",
    ]);
    expect(pushes(workflow("[push, pull_request]", step("CONVEX_PREVIEW_DEPLOY_KEY")))).toEqual([
      "6 github-actions deploy packages/backend preview preview",
    ]);
    expect(pushes(workflow("push", step("KEY", "--preview-create x")))).toEqual([
      "6 github-actions deploy packages/backend preview some",
    ]);
    expect(pushes(workflow("[push, pull_request]", step("KEY")))).toEqual([
      "6 github-actions deploy packages/backend null some",
    ]);
  });

  it("follows package.json scripts, also through filters and turbo", () => {
    const run = (line: string) => pushes(workflow("push", `      - run: ${line}`));
    expect(run("pnpm --filter @x/backend run deploy")).toEqual([
      "6 github-actions deploy packages/backend null unseen",
    ]);
    expect(run("npm run release -w @x/backend")).toEqual([
      "6 github-actions deploy packages/backend null unseen",
    ]);
    expect(run("pnpm run deploy:all")).toEqual(["6 github-actions deploy packages/backend null unseen"]);
    expect(run("pnpm --filter @x/backend deploy")).toEqual([]);
    expect(run("npm run deploy:none")).toEqual([]);
    expect(run("npm install convex")).toEqual([]);
  });

  it("reads --skip-workos-check", () => {
    expect(pushes(workflow("push", "      - run: npx convex deploy --skip-workos-check"))).toEqual([
      "6 github-actions deploy  null unseen unchecked",
    ]);
  });

  it("survives a broken file", () => {
    expect(pushes({ ".github/workflows/x.yml": "on: [push\njobs:\n  - : {" })).toEqual([]);
    expect(pushes({ ".github/workflows/x.yml": "" })).toEqual([]);
  });
});

describe("other CI and hosts", () => {
  it("reads GitLab, where a cd lasts", () => {
    const text =
      "variables:\n  A: b\nproduction:\n  script:\n    - cd packages/backend\n    - npx convex deploy\n";
    expect(pushes({ ".gitlab-ci.yml": text })).toEqual([
      "6 gitlab deploy packages/backend production unseen",
    ]);
  });

  it("reads CircleCI", () => {
    const text =
      "jobs:\n  deploy-prod:\n    steps:\n      - checkout\n      - run: npm ci\n      - run:\n          working_directory: packages/backend\n          command: npx convex deploy\n";
    expect(pushes({ ".circleci/config.yml": text })).toEqual([
      "8 circleci deploy packages/backend production unseen",
    ]);
  });

  it("reads the build commands of Vercel and Netlify", () => {
    expect(
      pushes({
        "packages/backend/vercel.json": `{\n  "buildCommand": "npx convex deploy --cmd 'npm run build'"\n}`,
      }),
    ).toEqual(["2 vercel deploy packages/backend null unseen"]);
    expect(
      pushes({
        "netlify.toml": `[build]\nbase = "packages/backend"\ncommand = "npm run build"\n[context.production]\ncommand = "npx convex deploy"\n[context.deploy-preview]\ncommand = "npx convex deploy --skip-workos-check"\n`,
      }),
    ).toEqual([
      "5 netlify deploy packages/backend production unseen",
      "7 netlify deploy packages/backend preview unseen unchecked",
    ]);
    expect(pushes({ "netlify.toml": "[build\n", "vercel.json": "{" })).toEqual([]);
  });
});
