import type { Stage } from "../facts/stage.ts";
import type { PackageManager } from "../facts/workspace/workspace.ts";

/** How commands and paths are written for one project, so that a remedy can be pasted as it is. */
export interface ProjectCommands {
  packageManager: PackageManager;
  stage: Stage;
  /** Folder of the app, `.` for the root. */
  appDir: string;
  /** Folder from which `npx convex` runs, `.` for the root. */
  backendDir: string;
  /** Path of the auth config, existing or to be created, e.g. `packages/backend/convex/auth.config.ts`. */
  authConfig: string;
  /** Path of convex.json, existing or to be created. */
  convexJson: string;
  /** Runs a package's binary: `npx convex deploy`, `pnpm exec convex deploy`, `bunx convex deploy`. */
  exec(command: string): string;
  /** Runs a Convex CLI command on this stage's deployment (`env list`, `logs`, `run …`): adds `cd …` and `--prod`. */
  convex(command: string): string;
  /** Pushes functions and auth config to this stage's deployment: `convex dev --once` or `convex deploy`. */
  push(): string;
  /** Sets a variable on the stage's deployment. */
  convexEnvSet(name: string, value: string): string;
  /** Installs packages in the app's folder. */
  install(packages: string): string;
}

const INSTALL: Record<PackageManager, string> = {
  npm: "npm install",
  pnpm: "pnpm add",
  yarn: "yarn add",
  bun: "bun add",
};

const EXEC: Record<PackageManager, string> = { npm: "npx", pnpm: "pnpm exec", yarn: "yarn", bun: "bunx" };

/** What a project's commands depend on. */
export interface CommandContext {
  packageManager: PackageManager;
  stage: Stage;
  /** Folder of the app relative to the root; `""` for the root. */
  appDir: string;
  /** Folder of the backend's package relative to the root; `""` for the root. */
  backendDir: string;
  /** Folder of the Convex functions relative to the root. */
  functionsDir: string;
  convexJson: string | null;
}

/** The context that documentation uses, where no project is at hand. */
export const DOCUMENTATION_CONTEXT: CommandContext = {
  packageManager: "npm",
  stage: "development",
  appDir: "",
  backendDir: "",
  functionsDir: "convex",
  convexJson: "convex.json",
};

function inDir(dir: string, command: string): string {
  return dir === "" ? command : `(cd ${dir} && ${command})`;
}

/** Writes commands and paths for one project. */
export function projectCommands(context: CommandContext): ProjectCommands {
  const { packageManager, stage } = context;
  const exec = (command: string): string => `${EXEC[packageManager]} ${command}`;
  // The Convex CLI talks to the development deployment unless told otherwise; a preview is named by its branch.
  const target = { development: "", preview: " --preview-name BRANCH", production: " --prod" }[stage];
  const convex = (command: string): string =>
    inDir(context.backendDir, `${exec("convex")} ${command}${target}`);
  return {
    packageManager,
    stage,
    appDir: context.appDir || ".",
    backendDir: context.backendDir || ".",
    authConfig: `${context.functionsDir}/auth.config.ts`,
    convexJson:
      context.convexJson ?? (context.backendDir === "" ? "convex.json" : `${context.backendDir}/convex.json`),
    exec,
    convex,
    push: () =>
      inDir(context.backendDir, `${exec("convex")} ${stage === "development" ? "dev --once" : "deploy"}`),
    convexEnvSet: (name, value) =>
      inDir(context.backendDir, `${exec("convex")} env set${target} ${name} ${value}`),
    install: (packages) => inDir(context.appDir, `${INSTALL[packageManager]} ${packages}`),
  };
}

/** Path of the file that holds the app's variables on a developer's machine. */
export function envLocal({ appDir }: Pick<ProjectCommands, "appDir">): string {
  return appDir === "." ? ".env.local" : `${appDir}/.env.local`;
}
