// Checks the types of the example apps, and of the one that the bench builds, as their own compiler would. They import what is built,
// so build first.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const PROJECTS = [
  "examples/vite-spa",
  "examples/nextjs-monorepo/apps/web",
  "examples/nextjs-monorepo/packages/backend",
  "bench/provider/next-app",
];

let failed = false;
for (const project of PROJECTS) {
  const config = join(root, project, "tsconfig.check.json");
  // What Next.js writes at its first start is not there in a fresh clone, and declares the styles.
  const styles = join(root, project, "styles.check.d.ts");
  const { include } = JSON.parse(readFileSync(join(root, project, "tsconfig.json"), "utf8"));
  const checked = {
    extends: "./tsconfig.json",
    compilerOptions: { incremental: false },
    include: [...include, "styles.check.d.ts"],
  };
  writeFileSync(config, JSON.stringify(checked));
  writeFileSync(styles, 'declare module "*.css";\n');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules", "@typescript", "native", "bin", "tsc"), "--noEmit", "--project", config],
    { encoding: "utf8" },
  );
  for (const file of [config, styles]) rmSync(file, { force: true });
  if (status === 0) continue;
  failed = true;
  process.stdout.write(`${project}\n${stdout}${stderr}`);
}
process.exitCode = failed ? 1 : 0;
