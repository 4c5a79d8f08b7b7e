import { pathFrom } from "./path-from.ts";
import { simpleCommands } from "./shell-words.ts";

/** One program that a shell text runs, with everything in front of it taken away. */
export interface ShellCommand {
  /** Program and arguments, e.g. `["convex", "deploy", "--cmd", "npm run build"]`; runners such as `npx` left out. */
  words: string[];
  /** The simple command as written. May hold secrets: redact it before it becomes part of a fact. */
  text: string;
  /** Offset of the simple command in the outermost text. */
  offset: number;
  /** Folder it runs in, relative to the root; null when a `cd` goes somewhere that cannot be told. */
  dir: string | null;
  /** Variables set in front of it (`NAME=value`, cross-env, export). Values may be secrets. */
  assignments: Record<string, string>;
  /** Env files that it is told to load, relative to the root. */
  envFiles: string[];
  /** The tool that adds variables from elsewhere, e.g. `doppler run`; null when none does. */
  injectedBy: string | null;
}

interface Context {
  dir: string | null;
  assignments: Record<string, string>;
  envFiles: string[];
  injectedBy: string | null;
}

/**
 * Reads the programs that a shell text runs, through package runners, env loaders, `sh -c`, `concurrently` and the
 * commands that the Convex CLI starts.
 *
 * @param dir folder in which the text starts, relative to the root
 */
export function shellCommands(text: string, dir: string): ShellCommand[] {
  return commandsIn(text, { dir, assignments: {}, envFiles: [], injectedBy: null }, 0, 0);
}

function commandsIn(text: string, outer: Context, base: number, nesting: number): ShellCommand[] {
  // A command line that quotes itself again and again is no command line.
  if (nesting > 5) return [];
  const found: ShellCommand[] = [];
  const dirs: (string | null)[] = [outer.dir];
  const exported = { ...outer.assignments };
  for (const { words, text: own, offset, depth } of simpleCommands(text)) {
    while (dirs.length > depth + 1) dirs.pop();
    while (dirs.length < depth + 1) dirs.push(dirs.at(-1) ?? null);
    const context: Context = { ...outer, dir: dirs[depth] ?? null, assignments: { ...exported } };
    const rest = unwrap(words, context);
    const [program, ...args] = rest;
    if (program === undefined) {
      if (words.every((word) => ASSIGNMENT.test(word))) Object.assign(exported, context.assignments);
      continue;
    }
    if (program === "cd" || program === "pushd") {
      dirs[depth] = changedDir(context.dir, args[0]);
      continue;
    }
    if (program === "export") {
      for (const word of args) addAssignment(word, exported);
      continue;
    }
    found.push({ words: rest, text: own, offset: base + offset, ...context });
    for (const nested of nestedTexts(program, args)) {
      found.push(...commandsIn(nested, context, base + offset, nesting + 1));
    }
  }
  return found;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

function addAssignment(word: string, to: Record<string, string>): boolean {
  const match = ASSIGNMENT.exec(word);
  if (match?.[1] !== undefined) to[match[1]] = match[2] ?? "";
  return match !== null;
}

/** Takes assignments, runners and env loaders off the front of a command and notes what they add. */
function unwrap(words: readonly string[], context: Context): string[] {
  let rest = [...words];
  for (;;) {
    while (rest[0] !== undefined && addAssignment(rest[0], context.assignments)) rest.shift();
    const next = unwrapOnce(rest, context);
    if (next === null) break;
    rest = next;
  }
  noteEnvFileFlags(rest, context);
  if (rest[0] !== undefined) rest[0] = programName(rest[0]);
  return rest;
}

/** `./node_modules/.bin/convex`, `convex@latest` → `convex` */
function programName(word: string): string {
  const base = word.replace(/^.*node_modules\/\.bin\//, "");
  return /^@?[^@\s]+@[^@\s/]+$/.test(base) ? base.slice(0, base.lastIndexOf("@")) : base;
}

/** Tools that hand variables to the program behind `--` which no file of the project shows. */
const INJECTORS: Record<string, string> = {
  infisical: "run",
  doppler: "run",
  op: "run",
  dotenvx: "run",
  phase: "run",
  varlock: "run",
  secretspec: "run",
  teller: "run",
  vercel: "env",
  netlify: "dev:exec",
  chamber: "exec",
  sops: "exec-env",
};

const TRANSPARENT = new Set([
  "env",
  "cross-env",
  "cross-env-shell",
  "exec",
  "command",
  "time",
  "nohup",
  "sudo",
]);
const PACKAGE_RUNNERS = new Set(["npx", "bunx", "pnpx"]);
const PACKAGE_MANAGERS = new Set(["npm", "pnpm", "yarn", "bun"]);

function unwrapOnce(rest: readonly string[], context: Context): string[] | null {
  const [program = "", ...args] = rest;
  if (TRANSPARENT.has(program)) return withoutFlags(args, []);
  if (PACKAGE_RUNNERS.has(program)) return withoutFlags(args, ["-p", "--package"]);
  if (INJECTORS[program] !== undefined && args[0] === INJECTORS[program]) {
    context.injectedBy = `${program} ${args[0]}`;
    const dashes = args.indexOf("--");
    return dashes === -1 ? [] : args.slice(dashes + 1);
  }
  if (program === "dotenv" || program === "dotenv-cli") return unwrapDotenvCli(args, context);
  if (program === "env-cmd") return unwrapEnvCmd(args, context);
  if (PACKAGE_MANAGERS.has(program)) return unwrapPackageManager(program, args, context);
  return null;
}

/** `pnpm exec convex deploy`, `yarn convex deploy`, `npm exec -- convex deploy`, `pnpm -C packages/backend exec …`. */
function unwrapPackageManager(program: string, args: readonly string[], context: Context): string[] | null {
  let rest = [...args];
  let dir = context.dir;
  while (rest[0] !== undefined && ["-C", "--dir", "--cwd", "--prefix"].includes(rest[0])) {
    dir = changedDir(dir, rest[1]);
    rest = rest.slice(2);
  }
  const dirFlag = rest[0] === undefined ? null : /^--(?:cwd|dir|prefix)=(.+)$/.exec(rest[0]);
  if (dirFlag !== null) {
    dir = changedDir(dir, dirFlag[1]);
    rest = rest.slice(1);
  }
  const isExec = ["exec", "dlx", "x"].includes(rest[0] ?? "");
  const inner = isExec ? withoutFlags(rest.slice(1), ["-p", "--package"]) : rest;
  // yarn, pnpm and bun run a package's program by its name alone.
  const isConvex = programName(inner[0] ?? "") === "convex" && program !== "npm";
  if (!isExec && !isConvex) return null;
  context.dir = dir;
  return inner;
}

function unwrapDotenvCli(args: readonly string[], context: Context): string[] {
  const rest = [...args];
  while (rest[0]?.startsWith("-") === true) {
    const flag = rest.shift() ?? "";
    if (flag === "--") break;
    const [name = "", attached] = flag.split("=", 2);
    if (["-e", "--env", "-f", "--file"].includes(name)) addEnvFile(attached ?? rest.shift() ?? "", context);
    if (["-v", "-p"].includes(name)) rest.shift();
    if (name === "-c") noteCascade(rest, context);
  }
  return rest;
}

/** `dotenv -c [environment]` loads the files of an environment in the way of a framework. */
function noteCascade(rest: string[], context: Context): void {
  const environment =
    rest[0] !== undefined && /^[a-z]+$/.test(rest[0]) && rest.length > 1 ? rest.shift() : null;
  const names = environment === null || environment === undefined ? [] : [`.env.${environment}`];
  for (const name of [".env.local", ...names, ".env"]) addEnvFile(name, context);
}

function unwrapEnvCmd(args: readonly string[], context: Context): string[] {
  const rest = [...args];
  while (rest[0]?.startsWith("-") === true) {
    const flag = rest.shift() ?? "";
    if (flag === "--") break;
    if (["-f", "--file"].includes(flag)) addEnvFile(rest.shift() ?? "", context);
    if (["-e", "--environments", "-r", "--rc-file"].includes(flag)) {
      rest.shift();
      context.injectedBy = "env-cmd";
    }
  }
  return rest;
}

function noteEnvFileFlags(words: readonly string[], context: Context): void {
  words.forEach((word, index) => {
    const attached = /^--env-file(?:-if-exists)?=(.+)$/.exec(word)?.[1];
    if (attached !== undefined) addEnvFile(attached, context);
    else if (word === "--env-file" || word === "--env-file-if-exists")
      addEnvFile(words[index + 1] ?? "", context);
  });
}

function addEnvFile(path: string, context: Context): void {
  const file = context.dir === null || path.includes("$") ? null : pathFrom(context.dir, path);
  if (path !== "" && file !== null && !context.envFiles.includes(file)) {
    context.envFiles = [...context.envFiles, file];
  }
}

function withoutFlags(args: readonly string[], withValue: readonly string[]): string[] {
  let index = 0;
  while (args[index]?.startsWith("-") === true) {
    if (args[index] === "--") return args.slice(index + 1);
    index += withValue.includes(args[index] ?? "") ? 2 : 1;
  }
  return args.slice(index);
}

function changedDir(dir: string | null, to: string | undefined): string | null {
  if (dir === null || to === undefined || /[$~*]/.test(to)) return null;
  return pathFrom(dir, to);
}

/** Command lines inside the arguments of a command. */
function nestedTexts(program: string, args: readonly string[]): string[] {
  if (/^(?:ba|z|da)?sh$/.test(program)) return args.slice(args.indexOf("-c") + 1, args.indexOf("-c") + 2);
  if (program === "concurrently" || program === "turbowatch") return args.filter((arg) => /\s/.test(arg));
  if (program === "convex") {
    return args.flatMap((arg, index) => {
      const attached = /^--(?:cmd|start)=(.+)$/s.exec(arg)?.[1];
      if (attached !== undefined) return [attached];
      return arg === "--cmd" || arg === "--start" ? args.slice(index + 1, index + 2) : [];
    });
  }
  return [];
}
