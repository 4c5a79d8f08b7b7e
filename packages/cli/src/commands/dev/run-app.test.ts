import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { shellLine } from "./command-line/shell-text.ts";
import { runApp, type AppRun } from "./run-app.ts";

const node = process.execPath;
const { PATH } = process.env;

function run(script: string, options: Partial<AppRun> = {}) {
  let output = "";
  const code = runApp({
    text: shellLine([node, "-e", script]),
    cwd: tmpdir(),
    env: { PATH, AT: "first" },
    output: (piece) => {
      output += String(piece);
    },
    origin: "http://localhost:3000",
    ownPorts: [],
    quietMs: 0,
    onMoved: () => null,
    ...options,
  });
  return code.then((ended) => ({ code: ended, output }));
}

it("gives the output on and the exit code back", async () => {
  expect(await run("console.log('up'); console.error('hm'); process.exitCode = 3")).toEqual({
    code: 3,
    output: expect.stringMatching(/^(?:up\nhm\n|hm\nup\n)$/),
  });
});

it("starts the app again where what it was started with is wrong at its address", async () => {
  const moved: string[] = [];
  const script = `
    console.log('- Local: http://localhost:3001', process.env.AT);
    if (process.env.AT === 'first') setInterval(() => {}, 1000);
  `;
  const { code, output } = await run(script, {
    onMoved: (origin) => {
      moved.push(origin);
      return { PATH, AT: "second" };
    },
  });
  expect({ code, moved }).toEqual({ code: 0, moved: ["http://localhost:3001"] });
  expect(output).toBe("- Local: http://localhost:3001 first\n- Local: http://localhost:3001 second\n");
});

it("lets the app go on where it may", async () => {
  const script = "console.log('- Local: http://localhost:3001'); setInterval(() => {}, 1000)";
  const moved: string[] = [];
  const { code, output } = await run(script, {
    onMoved: (origin) => {
      moved.push(origin);
      queueMicrotask(() => process.emit("SIGTERM", "SIGTERM"));
      return null;
    },
  });
  expect({ code, moved }).toEqual({ code: 143, moved: ["http://localhost:3001"] });
  expect(output).toBe("- Local: http://localhost:3001\n");
});

it("hands a signal to the app and waits for it", async () => {
  const script =
    "process.on('SIGTERM', () => process.exit(5)); console.log('ready'); setInterval(() => {}, 1000)";
  const { code } = await run(script, {
    output: (piece) => {
      // The listener of this process: emitting it does not end the test's own process.
      if (String(piece).includes("ready")) process.emit("SIGTERM", "SIGTERM");
    },
  });
  expect(code).toBe(5);
});
