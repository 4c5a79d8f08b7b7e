import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { shellLine } from "./command-line/shell-text.ts";
import { pathWith, runCommand } from "./run-command.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convex-authkit-run-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const node = process.execPath;

function start(text: string, onLine: (text: string) => void = () => {}) {
  const { PATH } = process.env;
  return runCommand(text, {
    cwd: folder,
    env: { PATH, HELLO: "there" },
    onOutput: (piece) => onLine(String(piece)),
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it("hands variables, output and the exit code through", async () => {
  let output = "";
  const running = start(`'${node}' -e 'console.log(process.env.HELLO); process.exit(7)'`, (text) => {
    output += text;
  });
  expect(await running.exited).toBe(7);
  expect(output).toBe("there\n");
});

it("signals everything the command has started, and leaves no orphan", async () => {
  const inner = "process.on('SIGINT', () => {}); console.log('up', process.pid); setInterval(() => {}, 1000)";
  const outer = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' })`;
  let pid = 0;
  let stopped = false;
  const running = start(shellLine([node, "-e", outer]), (text) => {
    pid = Number(/up (\d+)/.exec(text)?.[1] ?? pid);
    if (pid === 0 || stopped) return;
    stopped = true;
    running.signal("SIGINT");
  });
  // The inner one ignores the interrupt, and its parent dies of it.
  expect(await running.exited).toBe(130);
  expect(pid).toBeGreaterThan(0);
  expect(isAlive(pid)).toBe(false);
});

it("ends what a command leaves in the background", async () => {
  const running = start(`'${node}' -e 'setInterval(() => {}, 1000)' & echo $! > pid`);
  expect(await running.exited).toBe(0);
  expect(isAlive(Number(readFileSync(join(folder, "pid"), "utf8")))).toBe(false);
});

it("ends as a shell does where there is no such program", async () => {
  expect(await start("no-such-program-here").exited).toBe(127);
});

it("finds programs of the project's packages first, and of folders above", () => {
  expect(pathWith(["/p/apps/web", "/p"], { PATH: "/usr/bin" }).split(":")).toEqual([
    "/p/apps/web/node_modules/.bin",
    "/p/apps/node_modules/.bin",
    "/p/node_modules/.bin",
    "/node_modules/.bin",
    "/usr/bin",
  ]);
});
