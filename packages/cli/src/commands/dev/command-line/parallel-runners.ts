/** Several command lines that one program runs, such as `npm-run-all` and `concurrently`. */
export interface Runner {
  /** The program with its options, without what it runs. */
  before: string[];
  /** What it runs, in order. */
  runs: { kind: "script" | "line"; text: string }[];
  mode: "parallel" | "sequential";
  /** What follows, from `--` on. */
  after: string[];
}

/**
 * Reads a command that runs others side by side or one after the other.
 *
 * @param scripts names of the scripts of its package, for patterns such as `dev:*`
 * @returns null where it is none
 */
export function runnerOf(words: readonly string[], scripts: readonly string[]): Runner | null {
  const [program = "", ...args] = words;
  switch (program) {
    case "npm-run-all":
    case "npm-run-all2":
    case "run-p":
    case "run-s":
      return npmRunAll(program, args, scripts);
    case "concurrently":
    case "conc":
      return concurrently(program, args, scripts);
    default:
      return null;
  }
}

function npmRunAll(program: string, args: readonly string[], scripts: readonly string[]): Runner {
  const runner: Runner = {
    before: [program],
    runs: [],
    mode: program === "run-p" ? "parallel" : "sequential",
    after: [],
  };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      runner.after = args.slice(index);
      break;
    }
    if (!arg.startsWith("-")) {
      const [pattern = "", ...own] = arg.split(/\s+/);
      for (const name of scriptsMatching(pattern, scripts))
        runner.runs.push({ kind: "script", text: [name, ...own].join(" ") });
      continue;
    }
    if (/^(?:--parallel|-\w*p\w*)$/.test(arg)) runner.mode = "parallel";
    runner.before.push(arg);
    if (["--max-parallel", "--npm-path"].includes(arg)) runner.before.push(args[++index] ?? "");
  }
  return runner;
}

/** Segments between colons: `*` stands for one, `**` for any number. */
function scriptsMatching(pattern: string, scripts: readonly string[]): string[] {
  if (!pattern.includes("*")) return [pattern];
  const expression = new RegExp(
    `^${pattern
      .split(/(\*\*|\*)/)
      .map((part) =>
        part === "**" ? ".*" : part === "*" ? "[^:]*" : part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"),
      )
      .join("")}$`,
  );
  return scripts.filter((name) => expression.test(name));
}

const WITH_VALUE = new Set([
  "-n",
  "--names",
  "--name-separator",
  "-s",
  "--success",
  "-m",
  "--max-processes",
  "-c",
  "--prefix-colors",
  "-p",
  "--prefix",
  "-l",
  "--prefix-length",
  "-t",
  "--timestamp-format",
  "--hide",
  "--kill-signal",
  "--restart-tries",
  "--restart-after",
  "--default-input-target",
  "--cwd",
]);

function concurrently(program: string, args: readonly string[], scripts: readonly string[]): Runner {
  const runner: Runner = { before: [program], runs: [], mode: "parallel", after: [] };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      runner.after = args.slice(index);
      break;
    }
    if (!arg.startsWith("-")) {
      const [, manager, pattern] = /^(npm|pnpm|yarn|bun):(\S+)$/.exec(arg) ?? [];
      if (manager === undefined || pattern === undefined) runner.runs.push({ kind: "line", text: arg });
      else
        for (const name of scriptsMatching(pattern.replaceAll("*", "**"), scripts))
          runner.runs.push({ kind: "line", text: `${manager} run ${name}` });
      continue;
    }
    runner.before.push(arg);
    if (WITH_VALUE.has(arg)) runner.before.push(args[++index] ?? "");
  }
  return runner;
}
