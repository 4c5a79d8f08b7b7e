import { pathFrom } from "@convex-authkit/doctor/facts/scripts/path-from";
import { isInDir, type WorkspacePackage } from "@convex-authkit/doctor/facts/workspace/workspace";

/** A command that runs a script of a package.json, of one package or of several. */
export interface ScriptCall {
  script: string;
  /** Folders of the packages whose script runs, relative to the root. */
  targets: string[];
  /** Whether it runs in a workspace at large: a filter, `--workspaces`, `-r`, turbo. */
  isWide: boolean;
  /** Further arguments, which the package manager adds to the script's text. */
  extra: string[];
}

/** A command as a package manager or a task runner reads it. */
interface Arguments {
  script: string | undefined;
  extra: string[];
  /** Values of the options that choose a folder or packages. */
  dirs: string[];
  filters: string[];
  isWide: boolean;
}

/** Subcommands of package managers that are no scripts, even where a script has that name. */
const RESERVED = new Set([
  "install",
  "i",
  "ci",
  "add",
  "remove",
  "exec",
  "x",
  "dlx",
  "create",
  "init",
  "link",
  "publish",
  "pack",
  "config",
  "cache",
]);

/** Scripts that npm runs without `run`. */
const NPM_SCRIPTS = new Set(["start", "test", "stop", "restart"]);

/**
 * Reads a command as the call of a script.
 *
 * @param words program and arguments
 * @param dir folder in which it runs, relative to the root
 * @returns null where it is none, or calls a script that no package has
 */
export function scriptCall(
  words: readonly string[],
  dir: string,
  packages: readonly WorkspacePackage[],
): ScriptCall | null {
  const [program = "", ...args] = words;
  const read = readArguments(program, args);
  const script = read?.script;
  if (read === null || script === undefined) return null;
  const from = read.dirs.reduce<string | null>((at, to) => (at === null ? null : pathFrom(at, to)), dir);
  if (from === null) return null;
  const having = packages.filter(({ scripts }) => Object.hasOwn(scripts, script));
  const chosen = read.isWide
    ? having.filter((it) => read.filters.length === 0 || isChosen(it, read.filters, from))
    : [nearestPackage(from, packages)].filter((it) => it !== undefined && having.includes(it));
  const targets = chosen.flatMap((it) => (it === undefined ? [] : [it.dir]));
  // A script of the root that calls itself in every package does not mean the root.
  const within = read.isWide && read.filters.length === 0 ? targets.filter((it) => it !== "") : targets;
  return within.length === 0 ? null : { script, targets: within, isWide: read.isWide, extra: read.extra };
}

/** The package whose scripts a package manager runs in a folder. */
export function nearestPackage(
  dir: string,
  packages: readonly WorkspacePackage[],
): WorkspacePackage | undefined {
  return packages
    .filter((it) => isInDir(dir, it.dir))
    .sort((one, other) => other.dir.length - one.dir.length)[0];
}

function readArguments(program: string, args: readonly string[]): Arguments | null {
  switch (program) {
    case "npm":
      return npmArguments(args);
    case "pnpm":
    case "bun":
      return runArguments(program, args);
    case "yarn":
      return yarnArguments(args);
    case "turbo":
    case "lerna":
      return taskArguments(program, args);
    case "nx": {
      const [first, ...rest] = args;
      return first === "run-many" ? nxArguments(rest) : null;
    }
    default:
      return null;
  }
}

/** Reads arguments one after the other: options with their values, then names. */
class Reader {
  readonly names: string[] = [];
  readonly extra: string[] = [];
  readonly #options = new Map<string, string[]>();

  /**
   * @param withValue options that take the next word
   * @param stopAtName how many names come before everything else belongs to the script; undefined: only `--` ends them
   */
  constructor(args: readonly string[], withValue: readonly string[], stopAtName?: (name: string) => boolean) {
    for (let index = 0; index < args.length; index++) {
      const arg = args[index] ?? "";
      if (arg === "--") {
        this.extra.push(...args.slice(index + 1));
        return;
      }
      if (!arg.startsWith("-")) {
        this.names.push(arg);
        if (stopAtName?.(arg) === true) {
          const rest = args.slice(index + 1);
          this.extra.push(...(rest[0] === "--" ? rest.slice(1) : rest));
          return;
        }
        continue;
      }
      const [name = "", attached] = arg.split(/=(.*)/s, 2);
      const value = attached ?? (withValue.includes(name) ? (args[++index] ?? "") : "");
      this.#options.set(name, [...(this.#options.get(name) ?? []), value]);
    }
  }

  has(...names: string[]): boolean {
    return names.some((name) => this.#options.has(name));
  }

  values(...names: string[]): string[] {
    return names.flatMap((name) => this.#options.get(name) ?? []);
  }
}

function npmArguments(args: readonly string[]): Arguments | null {
  const read = new Reader(args, ["-w", "--workspace", "--prefix", "-C"]);
  const [first = "", second, ...more] = read.names;
  const isRun = /^(?:run|run-script|rum|urn)$/.test(first);
  if (!isRun && !NPM_SCRIPTS.has(first)) return null;
  const rest = isRun ? more : read.names.slice(1);
  const filters = read.values("-w", "--workspace");
  return {
    script: isRun ? second : first,
    extra: [...rest, ...read.extra],
    dirs: read.values("--prefix", "-C"),
    filters,
    isWide: filters.length > 0 || read.has("--workspaces", "-ws"),
  };
}

/** pnpm and bun: options in front, then `run` or nothing, then the script, then what belongs to it. */
function runArguments(program: "pnpm" | "bun", args: readonly string[]): Arguments | null {
  const withValue =
    program === "pnpm" ? ["-C", "--dir", "--filter", "-F"] : ["--cwd", "--filter", "-F", "--env-file"];
  const read = new Reader(args, withValue, (name) => name !== "run" && name !== "run-script");
  const script = read.names.at(-1);
  const isBare = read.names.length === 1;
  if (script === undefined || script === "run" || (isBare && RESERVED.has(script))) return null;
  const filters = read.values("--filter", "-F");
  const isRecursive = program === "pnpm" && read.has("-r", "--recursive", "--parallel");
  return {
    script,
    extra: read.extra,
    dirs: read.values("-C", "--dir", "--cwd"),
    filters,
    isWide: filters.length > 0 || isRecursive,
  };
}

function yarnArguments(args: readonly string[]): Arguments | null {
  const [first, second] = args;
  if (first === "workspace" && second !== undefined) {
    const inner = yarnArguments(args.slice(2));
    return inner === null ? null : { ...inner, filters: [second], isWide: true };
  }
  if (first === "workspaces") {
    const run = args.indexOf("run");
    const script = run === -1 ? undefined : args[run + 1];
    const included = args.flatMap((arg, index) => (arg === "--include" ? [args[index + 1] ?? ""] : []));
    return script === undefined
      ? null
      : { script, extra: args.slice(run + 2), dirs: [], filters: included, isWide: true };
  }
  const read = new Reader(args, ["--cwd"], (name) => name !== "run");
  const script = read.names.at(-1);
  if (script === undefined || script === "run") return null;
  if (read.names.length === 1 && RESERVED.has(script)) return null;
  return { script, extra: read.extra, dirs: read.values("--cwd"), filters: [], isWide: false };
}

function taskArguments(program: "turbo" | "lerna", args: readonly string[]): Arguments | null {
  const withValue =
    program === "turbo"
      ? ["--filter", "-F", "--ui", "--env-mode", "--concurrency", "--cwd", "--cache-dir", "--log-order"]
      : ["--scope", "--ignore", "--concurrency"];
  const read = new Reader(args, withValue);
  const [first, ...names] = read.names;
  const isVerb = first === "run" || (program === "turbo" && first === "watch");
  const script = isVerb ? names[0] : program === "turbo" ? first : undefined;
  const filters = program === "turbo" ? read.values("--filter", "-F") : read.values("--scope");
  return { script, extra: read.extra, dirs: read.values("--cwd"), filters, isWide: true };
}

function nxArguments(args: readonly string[]): Arguments {
  const read = new Reader(args, ["-t", "--target", "--targets", "-p", "--projects"]);
  const [script] = read.values("-t", "--target", "--targets").flatMap((it) => it.split(","));
  const filters = read.values("-p", "--projects").flatMap((it) => it.split(","));
  return { script, extra: read.extra, dirs: [], filters, isWide: true };
}

/** Whether the filters of a package manager or of turbo choose a package. Those that exclude win. */
function isChosen({ name, dir }: WorkspacePackage, filters: readonly string[], from: string): boolean {
  const matches = (filter: string): boolean => {
    const bare = filter.replace(/^\.{3}\^?|\^?\.{3}$/g, "").replace(/^\{(.*)\}$/, "$1");
    if (bare === "*") return dir !== "";
    if (/^\.{0,2}\//.test(bare) || bare === dir) return globMatches(pathFrom(from, bare) ?? bare, dir);
    if (name === null) return false;
    return (
      globMatches(bare, name) || (!bare.includes("/") && globMatches(bare, name.replace(/^@[^/]+\//, "")))
    );
  };
  const wanted = filters.filter((it) => !it.startsWith("!"));
  const unwanted = filters.filter((it) => it.startsWith("!")).map((it) => it.slice(1));
  return (wanted.length === 0 || wanted.some(matches)) && !unwanted.some(matches);
}

function globMatches(glob: string, text: string): boolean {
  const pattern = glob
    .split(/(\*+)/)
    .map((part) => (part.startsWith("*") ? (part.length > 1 ? ".*" : "[^/]*") : escaped(part)))
    .join("");
  return new RegExp(`^${pattern}$`).test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
