import { describe, expect, it } from "vitest";
import { memoryFiles } from "../../project-files/memory-files.ts";
import type { WorkspaceFact } from "../workspace/workspace.ts";
import { readScripts } from "./read-scripts.ts";

function read(scripts: Record<string, string>, dir = "packages/backend") {
  const text = JSON.stringify({ name: "backend", scripts }, null, 2);
  const workspace: WorkspaceFact = {
    packageManager: "npm",
    packages: [{ dir, name: "backend", declared: {}, scripts, dependsOn: [] }],
    apps: [],
    backends: [],
    leftOut: [],
    unreadable: [],
  };
  return readScripts({ files: memoryFiles({ [`${dir}/package.json`]: text }) }, workspace);
}

describe("scripts", () => {
  it("says what runs where, with the line of the script", () => {
    expect(read({ dev: "convex dev", web: "cd ../../apps/web && PORT=3001 next dev" }).commands).toEqual([
      {
        packageDir: "packages/backend",
        script: "dev",
        words: ["convex", "dev"],
        dir: "packages/backend",
        sets: [],
        envFiles: [],
        injectedBy: null,
        location: { file: "packages/backend/package.json", line: 4, column: 5 },
      },
      {
        packageDir: "packages/backend",
        script: "web",
        words: ["next", "dev"],
        dir: "apps/web",
        sets: ["PORT"],
        envFiles: [],
        injectedBy: null,
        location: { file: "packages/backend/package.json", line: 5, column: 5 },
      },
    ]);
  });

  const push = (script: string) => {
    const [one] = read({ s: script }).pushes;
    return one && `${one.command} ${one.stage} ${one.deployKey}${one.skipsWorkosCheck ? " unchecked" : ""}`;
  };

  it("tells which deployment a push goes to", () => {
    expect(push("npx convex deploy")).toBe("deploy production unseen");
    expect(push("npx convex deploy --skip-workos-check --cmd 'npm run build'")).toBe(
      "deploy production unseen unchecked",
    );
    expect(push("convex dev --until-success")).toBe("dev development unseen");
    expect(push("convex deploy --preview-create $BRANCH")).toBe("deploy preview unseen");
    expect(push("CONVEX_DEPLOY_KEY=$PREVIEW_KEY convex deploy")).toBe("deploy preview preview");
    expect(push("CONVEX_DEPLOY_KEY='prod:calm-owl-1|abc' convex deploy")).toBe(
      "deploy production deployment",
    );
    expect(push("convex deploy --env-file .env.staging")).toBe("deploy null unseen");
    expect(push("CONVEX_SELF_HOSTED_URL=http://x convex deploy")).toBe("deploy null unseen");
    expect(push("convex deploy --dry-run")).toBeUndefined();
    expect(push("convex codegen")).toBeUndefined();
    expect(push("echo convex deploy")).toBeUndefined();
  });

  it("holds no secret", () => {
    const facts = JSON.stringify(
      read({
        a: "CONVEX_DEPLOY_KEY='prod:calm-owl-1|eyJ2MiI6Ijk5In0=' convex deploy",
        b: "convex env set WORKOS_API_KEY sk_test_a2V5XzAxSkRFVk5PVEVT",
        c: "convex env set WORKOS_COOKIE_PASSWORD q3vX8n2LrT6yB9wKe5JmZ1hPd7SgUf4C",
      }),
    );
    expect(facts).not.toMatch(/eyJ2|a2V5|q3vX/);
  });
});
