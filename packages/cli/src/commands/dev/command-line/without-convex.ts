import { pathFrom } from "@convex-authkit/doctor/facts/scripts/path-from";
import { shellCommands } from "@convex-authkit/doctor/facts/scripts/shell-commands";
import type { SimpleCommand } from "@convex-authkit/doctor/facts/scripts/shell-words";
import { withoutSecrets } from "@convex-authkit/doctor/facts/scripts/without-secrets";
import type { WorkspacePackage } from "@convex-authkit/doctor/facts/workspace/workspace";
import { runnerOf, type Runner } from "./parallel-runners.ts";
import { nearestPackage, scriptCall, type ScriptCall } from "./script-call.ts";
import { relativeDir } from "./relative-dir.ts";
import { asOneCommand, joinShellText, shellLine, shellWord, splitShellText } from "./shell-text.ts";

/** What a command line is looked at with. */
export interface Workspace {
  packages: readonly WorkspacePackage[];
  /** Folder of the app whose frontend is wanted, relative to the root; null where none is known. */
  app: string | null;
  /** The text of a file, relative to the root; undefined when there is none. */
  read(path: string): string | undefined;
  /** Whether the Convex CLI stays, because the app keeps its own deployment. */
  keepsConvex?: boolean;
}

/** A command that was taken out. */
interface LeftOut {
  /** As written, without secrets. */
  command: string;
  /** The script it stands in; null for the command line itself. */
  script: { name: string; dir: string } | null;
}

/** A command line without what talks to a real Convex deployment. */
export interface FrontendCommand {
  /** What is left; null where nothing is. */
  text: string | null;
  /** Whether it differs from what was given. */
  changed: boolean;
  leftOut: LeftOut[];
  /** Folders of packages whose script of that name is not run, because only the app's is. */
  otherPackages: string[];
  /** Folders in which programs of the text may lie, for their `node_modules/.bin`; relative to the root. */
  folders: string[];
  /** Whether turbo, which hands on declared variables only, was told to hand on all. */
  loosenedTurbo: boolean;
  /** Files of programs that mention `convex dev`, which cannot be taken out of them. */
  mentionedIn: string[];
}

/**
 * Takes the Convex CLI out of a command line: `convex dev` would push to the deployment that the emulator stands in for.
 * Scripts are followed through package managers, `npm-run-all`, `concurrently`, turbo and shells.
 *
 * @param text a shell text
 * @param dir folder in which it runs, relative to the root
 */
export function withoutConvex(text: string, dir: string, workspace: Workspace): FrontendCommand {
  const rewriter = new Rewriter(workspace);
  const rewritten = rewriter.line({ text, dir, script: null });
  const { leftOut, otherPackages, folders, loosenedTurbo, mentionedIn } = rewriter;
  return {
    text: rewritten,
    changed: rewritten !== text,
    leftOut,
    otherPackages: [...otherPackages],
    folders: [...folders],
    loosenedTurbo,
    mentionedIn: [...mentionedIn],
  };
}

interface Line {
  text: string;
  dir: string;
  script: LeftOut["script"];
}

class Rewriter {
  readonly leftOut: LeftOut[] = [];
  readonly otherPackages = new Set<string>();
  readonly folders = new Set<string>();
  readonly mentionedIn = new Set<string>();
  loosenedTurbo = false;
  readonly #workspace: Workspace;
  /** Scripts being followed, so that one that calls itself ends. */
  readonly #open = new Set<string>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The line without what talks to Convex; null where nothing is left; the very text where it stays as it is. */
  line(line: Line): string | null {
    const shellText = splitShellText(line.text);
    const { commands, between } = shellText;
    const dirs: (string | null)[] = [line.dir];
    let atListStart = line.dir as string | null;
    const texts = commands.map((command, index) => {
      while (dirs.length > command.depth + 1) dirs.pop();
      while (dirs.length < command.depth + 1) dirs.push(dirs.at(-1) ?? null);
      const operator = (between[index] ?? "").trim();
      // A `cd` in the background is the background's own.
      if (operator === "&") dirs[command.depth] = atListStart;
      if (/^(?:&|;|)$/.test(operator)) atListStart = dirs[command.depth] ?? null;
      const dir = dirs[command.depth] ?? null;
      const [first, to = ""] = command.words;
      if (first === "cd" || first === "pushd") dirs[command.depth] = dir === null ? null : pathFrom(dir, to);
      return dir === null ? command.text : this.#command(command, { ...line, dir });
    });
    const isSame = texts.every((text, index) => text === commands[index]?.text);
    return isSame ? line.text : joinShellText(shellText, texts);
  }

  #command(command: SimpleCommand, line: Line): string | null {
    const [own] = shellCommands(command.text, line.dir);
    if (own === undefined) return command.text;
    const [program = "", ...args] = own.words;
    const before = command.words.slice(0, command.words.length - own.words.length);
    const again = (text: string | null, kept = before): string | null =>
      text === null ? null : kept.length === 0 ? text : `${shellLine(kept)} ${asOneCommand(text)}`;
    if (program === "convex" && this.#workspace.keepsConvex !== true) {
      this.leftOut.push({ command: withoutSecrets(own.words.join(" ")), script: line.script });
      const started = optionOf(args, "--start") ?? (args[0] === "dev" ? optionOf(args, "--cmd") : undefined);
      return started === undefined
        ? null
        : again(this.line({ ...line, text: started }), withoutRunner(before));
    }
    if (/^(?:ba|z|da)?sh$/.test(program) && args.includes("-c")) {
      const at = args.indexOf("-c") + 1;
      const text = args[at] ?? "";
      const inner = this.line({ ...line, text });
      if (inner === text) return command.text;
      return inner === null ? null : again(shellLine([program, ...args.with(at, inner)]));
    }
    const scripts = Object.keys(nearestPackage(line.dir, this.#workspace.packages)?.scripts ?? {});
    const runner = runnerOf(own.words, scripts);
    if (runner !== null) {
      const text = this.#runner(runner, line);
      return text === "" ? command.text : again(text);
    }
    const call = scriptCall(own.words, line.dir, this.#workspace.packages);
    if (call !== null) {
      const text = this.#call(call, own.words, line);
      return text === "" ? command.text : again(text);
    }
    this.#look(program, args, line.dir);
    return command.text;
  }

  /** @returns the empty text where it stays as it is */
  #runner(runner: Runner, line: Line): string | null {
    const runs = runner.runs.map((run) => {
      const text = run.kind === "script" ? `npm run ${run.text}` : run.text;
      const rewritten = this.line({ ...line, text });
      return { ...run, given: text, rewritten };
    });
    if (runs.every(({ given, rewritten }) => rewritten === given)) return "";
    const left = runs.flatMap((run) =>
      run.rewritten === null ? [] : [{ ...run, rewritten: run.rewritten }],
    );
    const [only] = left;
    if (only === undefined) return null;
    if (left.length === 1) return only.rewritten;
    const unchanged = left.every(({ given, rewritten }) => rewritten === given);
    if (only.kind === "line") {
      return shellLine([...runner.before, ...left.map(({ rewritten }) => rewritten), ...runner.after]);
    }
    if (unchanged) return shellLine([...runner.before, ...left.map(({ text }) => text), ...runner.after]);
    const texts = left.map(({ rewritten }) => rewritten);
    return runner.mode === "parallel" ? `${texts.map(asOneCommand).join(" & ")} & wait` : texts.join(" && ");
  }

  /** @returns the empty text where it stays as it is */
  #call(call: ScriptCall, words: readonly string[], line: Line): string | null {
    const [program] = words;
    const [first = ""] = call.targets;
    const isOne = call.targets.length === 1 && program !== "turbo";
    if (!call.isWide || isOne) return this.#script(call, first, line, "");
    const before = this.leftOut.length;
    const texts = new Map(
      call.targets.map((target) => [
        target,
        this.#script(call, target, line, "") === "" ? "same" : "changed",
      ]),
    );
    const pushes = this.leftOut.length > before;
    if (!pushes) {
      if (program !== "turbo" || words.some((word) => word.startsWith("--env-mode"))) return "";
      this.loosenedTurbo = true;
      return shellLine([...withoutExtra(words), "--env-mode=loose", ...extraOf(words)]);
    }
    const { app, packages } = this.#workspace;
    const target = app !== null && texts.has(app) ? app : call.targets.find((it) => texts.get(it) === "same");
    if (target === undefined) return null;
    for (const other of call.targets)
      if (other !== target && texts.get(other) === "same") this.otherPackages.add(other);
    const name = packages.find(({ dir }) => dir === target)?.name;
    if (program === "turbo" && texts.get(target) === "same" && name !== null && name !== undefined) {
      this.loosenedTurbo = true;
      const extra = call.extra.length === 0 ? [] : ["--", ...call.extra];
      return shellLine([
        ...words.slice(0, words.indexOf(call.script) + 1),
        `--filter=${name}`,
        "--env-mode=loose",
        ...extra,
      ]);
    }
    const known = this.leftOut.length;
    const text = this.#script(call, target, line, "always");
    this.leftOut.length = known;
    return text;
  }

  /**
   * The text of a script with the one that runs before it, in the folder of its package.
   *
   * @param when `always`: also where nothing in it changes
   * @returns the empty text where it stays as it is
   */
  #script(call: ScriptCall, dir: string, line: Line, when: "always" | ""): string | null {
    const scripts = this.#workspace.packages.find((it) => it.dir === dir)?.scripts ?? {};
    const key = `${dir}\n${call.script}`;
    if (this.#open.has(key)) return "";
    this.#open.add(key);
    const texts = [`pre${call.script}`, call.script].flatMap((name) => {
      const text = scripts[name];
      if (text === undefined) return [];
      return [{ given: text, rewritten: this.line({ text, dir, script: { name, dir } }) }];
    });
    this.#open.delete(key);
    if (when === "" && texts.every(({ given, rewritten }) => rewritten === given)) return "";
    const left = texts.flatMap(({ rewritten }) => (rewritten === null ? [] : [rewritten]));
    // What only came before the script is of no use without it.
    if (left.length === 0 || texts.at(-1)?.rewritten === null) return null;
    this.folders.add(dir);
    const extra = call.extra.map((word) => ` ${shellWord(word)}`).join("");
    const text = left.join(" && ") + extra;
    return dir === line.dir ? text : `cd ${shellWord(relativeDir(line.dir, dir))} && ${text}`;
  }

  /** Notes a program of the project that seems to start `convex dev` itself. */
  #look(program: string, args: readonly string[], dir: string): void {
    if (this.#workspace.keepsConvex === true) return;
    const isRunner = /^(?:node|tsx|bun|deno|(?:ba|z|da)?sh)$/.test(program);
    const file = isRunner ? args.find((arg) => /\.(?:[cm]?[jt]s|sh)$/.test(arg)) : program;
    if (file === undefined || !/[./]/.test(file)) return;
    const path = pathFrom(dir, file);
    const text = path === null ? undefined : this.#workspace.read(path);
    if (path !== null && text !== undefined && /\bconvex["'`]?[\s,[]+["'`]?dev\b/.test(text)) {
      this.mentionedIn.add(path);
    }
  }
}

/** The value of an option, as `--start X` or `--start=X`. */
function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  if (at !== -1) return args[at + 1];
  return args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** What stands in front of a program, without the package runner that finds it: `npx`, `pnpm exec`, `yarn`. */
function withoutRunner(before: readonly string[]): string[] {
  const at = before.findIndex((word) => /^(?:npx|bunx|pnpx|npm|pnpm|yarn|bun)$/.test(word));
  return at === -1 ? [...before] : before.slice(0, at);
}

function withoutExtra(words: readonly string[]): string[] {
  const at = words.indexOf("--");
  return at === -1 ? [...words] : words.slice(0, at);
}

function extraOf(words: readonly string[]): string[] {
  const at = words.indexOf("--");
  return at === -1 ? [] : words.slice(at);
}
