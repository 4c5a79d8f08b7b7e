import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { plain } from "@convex-authkit/doctor/report/paint";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Streams } from "../terminal/streams.ts";
import { dev } from "./dev.ts";

let root: string;
let written: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "convex-authkit-dev-"));
  mkdirSync(join(root, ".git"));
  mkdirSync(join(root, "node_modules"));
  writeFileSync(join(root, "package.json"), '{ "name": "empty" }');
  written = "";
});
afterEach(() => rmSync(root, { recursive: true }));

const streams: Streams = {
  out: (text) => void (written += text),
  local: (text) => void (written += text),
  say: (sentence) => void (written += `${sentence}\n`),
  input: () => Promise.resolve(""),
  status: null,
  width: 100,
  paint: plain,
};

const { PATH } = process.env;
const run = (args: string[], env: Record<string, string> = {}): Promise<number> =>
  dev(args, streams, { cwd: root, env: { PATH, ...env } });

/** AuthKit alone, on a free port. */
const ALONE = ["--authkit-only", "--port", "0"];

describe("what it cannot do it says in a sentence", () => {
  it.each<[string[], string]>([
    [["--port", "http"], "--port needs a port from 1 to 65535, or 0 for any free one; http is none."],
    [
      ["--convex-port", "70000"],
      "--convex-port needs a port from 1 to 65535, or 0 for any free one; 70000 is none.",
    ],
    [["--authkit-only", "--convex-only"], "--authkit-only and --convex-only exclude each other"],
    [["--autkit-only"], "There is no option --autkit-only. Did you mean --authkit-only?"],
    [["--fault", "gremlins", ...ALONE], 'There is no fault "gremlins".'],
    [["--fault", "rate-limit:often", ...ALONE], '"often" is no setting.'],
    [["--fault", "rate-limit:times=0", ...ALONE], '"times" of the fault "rate-limit" must be a whole number'],
    [["--env", "NAME"], "--env needs a name and a value: --env NAME=VALUE."],
    [["--env", "KEY=sk_live_0123456789abcdef"], "KEY of the Convex side holds a live key (sk_live_…)"],
    [["--seed", "none.json", ...ALONE], "There is no file or folder none.json."],
    [["--app", "apps/web"], "--app: there is no app apps/web; no app was found at all."],
    [["--convex-env", "production=x.env"], "There is no file or folder x.env."],
    [
      ["--convex-only"],
      "Nothing is left to start: Convex is left out: no folder of Convex functions was found",
    ],
    [["--print-provider", "--convex-only"], "--print-provider prints AuthKit's key"],
  ])("%j", async (args, sentence) => {
    const problem = await run(args).then(
      () => written,
      (error: Error) => error.message,
    );
    expect(problem).toContain(sentence);
    expect(problem).not.toMatch(/\n\s+at /);
  });

  it("production, and a live key in the shell", async () => {
    await expect(run([], { NODE_ENV: "production" })).rejects.toThrow(/^NODE_ENV is production/);
    await expect(run(ALONE, { STRIPE: "sk_live_0123456789abcdef" })).rejects.toThrow(
      /^STRIPE of your shell holds/,
    );
    // The emulator's own key takes this one's place.
    const replaced = [...ALONE, "--", process.execPath, "-e", ""];
    expect(await run(replaced, { WORKOS_API_KEY: "sk_live_0123456789abcdef" })).toBe(0);
  });

  it("a busy port", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(run(["--authkit-only", "--port", String(port)])).rejects.toThrow(
      new RegExp(`^Port ${port}, on which AuthKit should listen, is in use\\.`),
    );
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("a project that is not as it should be", () => {
  function write(files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  }
  const functions = {
    "package.json": '{ "name": "notes", "dependencies": { "convex": "^1.48.0" } }',
    "convex/notes.ts":
      'import { query } from "./_generated/server";\nexport const list = query({ handler: () => [] });\n',
  };

  it("has not installed its packages", async () => {
    write(functions);
    await expect(run(["--port", "0", "--convex-port", "0"])).rejects.toThrow(
      /^The package convex is not installed in .*\. Install the project's dependencies, then start again\.$/,
    );
  });

  it("has a package.json that is none", async () => {
    write({ "package.json": '{ "name": ', "convex/notes.ts": functions["convex/notes.ts"] });
    expect(await run([...ALONE, "--", "true"])).toBe(0);
  });

  it("has its port taken: the server will be on the next one", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    write({ "node_modules/.bin/vite": "#!/bin/sh\necho $WORKOS_REDIRECT_URI > seen\n" });
    chmodSync(join(root, "node_modules", ".bin", "vite"), 0o755);
    expect(await run([...ALONE, "--json", "--", "vite", "--port", String(port)])).toBe(0);
    const { app, notes } = JSON.parse(written) as {
      app: { url: string; redirectUri: string };
      notes: string[];
    };
    expect(Number(new URL(app.url).port)).toBeGreaterThan(port);
    expect(app.redirectUri).toBe(`${app.url}/callback`);
    expect(notes).toContainEqual(expect.stringContaining(`Port ${port} is taken`));
    expect(readFileSync(join(root, "seen"), "utf8")).toBe(`${app.redirectUri}\n`);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("beside a command", () => {
  const print = (expression: string): string[] => [
    "--",
    process.execPath,
    "-e",
    `require("fs").writeFileSync("seen", String(${expression}))`,
  ];

  it("hands over its exit code", async () => {
    expect(await run([...ALONE, "--", process.execPath, "-e", "process.exit(7)"])).toBe(7);
    expect(await run([...ALONE, `"${process.execPath}" -e "process.exit(3)"`])).toBe(3);
  });

  it("says what it is, and how to sign in", async () => {
    expect(await run([...ALONE, ...print("1")])).toBe(0);
    expect(written).toMatch(
      /^convex-authkit dev: WorkOS AuthKit on this machine, for development\. Unofficial\.\n/,
    );
    expect(written).toMatch(/AuthKit {2}http:\/\/localhost:\d+ .*client_emulator \(made up\)/);
    expect(written).toMatch(/admin@example\.com +convex-authkit/);
    expect(written).toContain("· No app that uses AuthKit was found");
  });

  it("prints one line of JSON", async () => {
    expect(await run([...ALONE, "--json", ...print("process.env.CONVEX_AUTHKIT_EMULATOR_URL")])).toBe(0);
    expect(written.trimEnd()).not.toContain("\n");
    const line = JSON.parse(written) as { event: string; authkit: { url: string }; variables: object };
    expect(line).toMatchObject({
      schemaVersion: 1,
      event: "started",
      convex: null,
      variables: {
        WORKOS_API_HOSTNAME: "localhost",
        WORKOS_API_HTTPS: "false",
        WORKOS_API_PORT: new URL(line.authkit.url).port,
        WORKOS_CLIENT_ID: "client_emulator",
      },
    });
  });

  it("says which faults are on", async () => {
    expect(await run([...ALONE, "--fault", "rate-limit:times=3", ...print("1")])).toBe(0);
    expect(written).toContain("· The fault rate-limit is on; the console switches it off.");
  });

  it("takes test accounts from the project", async () => {
    mkdirSync(join(root, "tmp"));
    writeFileSync(
      join(root, "tmp", "authkit_test_accounts.json"),
      '[{ "email": "eve@example.com", "password": "secret word", "colour": "red" }]',
    );
    expect(await run([...ALONE, ...print("1")])).toBe(0);
    expect(written).toContain("eve@example.com  secret word");
    expect(written).not.toContain("admin@example.com");
    expect(written).toMatch(/· .*authkit_test_accounts\.json: \[0\]\.colour is not known/);
  });
});

it("lists the faults", async () => {
  expect(await run(["--fault", "list"])).toBe(0);
  expect(written).toMatch(/^[a-z-]+\n {2}[A-Z]/);
  expect(written).toContain("rate-limit\n");
});

it("prints a provider with this machine's key, the same each time", async () => {
  expect(await run(["--print-provider"])).toBe(0);
  const first = written;
  expect(first).toContain(
    "Put this in the place of the provider for https://api.workos.com/user_management/client_emulator",
  );
  expect(first).toContain('jwks: "data:application/json;base64,');
  written = "";
  expect(await run(["--print-provider"])).toBe(0);
  expect(written).toBe(first);
});
