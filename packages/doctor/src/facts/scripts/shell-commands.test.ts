import { describe, expect, it } from "vitest";
import { shellCommands } from "./shell-commands.ts";

/** The commands as `dir$ word word`, without what runs them. */
function run(text: string, dir = ""): string[] {
  return shellCommands(text, dir).map((command) => `${command.dir}$ ${command.words.join(" ")}`);
}

describe("shell commands", () => {
  it("splits at operators, keeps quotes, comments and continued lines apart", () => {
    expect(
      run(`npm ci && echo "a && b" # && c\nconvex deploy \\\n  --typecheck enable; ls 2>&1 | wc -l`),
    ).toEqual(["$ npm ci", "$ echo a && b", "$ convex deploy --typecheck enable", "$ ls 2>&1", "$ wc -l"]);
  });

  it.each([
    "npx convex deploy",
    "npx -y convex@latest deploy",
    "bunx convex deploy",
    "pnpm exec convex deploy",
    "pnpm dlx convex deploy",
    "pnpm convex deploy",
    "yarn convex deploy",
    "npm exec -- convex deploy",
    "./node_modules/.bin/convex deploy",
    "NODE_ENV=production convex deploy",
    "cross-env A=b C=d convex deploy",
    "doppler run -p x -- convex deploy",
    "dotenv -e .env.prod -- convex deploy",
    "dotenv -c -- convex deploy",
    "env-cmd -f .env.prod convex deploy",
  ])("finds the program behind its runner: %s", (text) => {
    expect(run(text)).toEqual(["$ convex deploy"]);
  });

  it("follows cd, also into subshells and back", () => {
    expect(run("cd packages/backend && convex deploy")).toEqual(["packages/backend$ convex deploy"]);
    expect(run("(cd ../backend && convex deploy) && next build", "apps/web")).toEqual([
      "apps/backend$ convex deploy",
      "apps/web$ next build",
    ]);
    expect(run("cd $DIR && convex deploy")).toEqual(["null$ convex deploy"]);
    expect(run("pnpm -C packages/backend exec convex deploy")).toEqual(["packages/backend$ convex deploy"]);
  });

  it("reads the commands that other commands are given", () => {
    expect(run(`convex deploy --cmd 'cd ../web && npm run build'`, "packages/backend")).toEqual([
      "packages/backend$ convex deploy --cmd cd ../web && npm run build",
      "packages/web$ npm run build",
    ]);
    expect(run(`convex dev --start "vite --open"`)).toContain("$ vite --open");
    expect(run(`concurrently "npx convex dev" "next dev"`)).toEqual(
      expect.arrayContaining(["$ convex dev", "$ next dev"]),
    );
    expect(run(`sh -c "npx convex deploy"`)).toContain("$ convex deploy");
  });

  it("notes variables, env files and tools that inject variables", () => {
    const [one] = shellCommands("A=1 dotenv -e ../../.env -- B=2 next dev", "apps/web");
    expect(one).toMatchObject({
      words: ["next", "dev"],
      assignments: { A: "1", B: "2" },
      envFiles: [".env"],
      injectedBy: null,
    });
    const [two] = shellCommands("infisical run --env=dev -- next dev", "");
    expect(two).toMatchObject({ words: ["next", "dev"], injectedBy: "infisical run" });
    const [three] = shellCommands("bun run --env-file apps/backend/.env.local dev", "");
    expect(three?.envFiles).toEqual(["apps/backend/.env.local"]);
    const [four] = shellCommands("export A=1; node --env-file=.env.dev x.js", "");
    expect(four).toMatchObject({ assignments: { A: "1" }, envFiles: [".env.dev"] });
  });

  it("keeps the expressions of CI files together", () => {
    expect(shellCommands("KEY=${{ secrets.KEY }} npx convex deploy", "")[0]).toMatchObject({
      words: ["convex", "deploy"],
      assignments: { KEY: "${{ secrets.KEY }}" },
    });
  });

  it("ends on hostile input", () => {
    expect(run(`"${"(".repeat(5000)}`).length).toBe(1);
    expect(run("'".repeat(4001)).length).toBeLessThan(2);
    expect(run(`sh -c 'sh -c "sh -c x"'`)).toContain("$ sh -c sh -c x");
  });
});
