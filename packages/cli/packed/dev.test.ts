import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WorkOS } from "@workos-inc/node";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LAUNCHER } from "./run-command.ts";

const rightProject = fileURLToPath(new URL("../../doctor/right-projects/vite-spa", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

const notes = {
  list: makeFunctionReference<"query">("notes:list"),
  add: makeFunctionReference<"mutation">("notes:add"),
};

let root: string;
let running: ChildProcess | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "convex-authkit-packed-dev-"));
  cpSync(rightProject, root, { recursive: true });
  symlinkSync(modules, join(root, "node_modules"));
});
afterEach(async () => {
  if (running !== undefined && running.exitCode === null && running.signalCode === null) {
    running.kill("SIGKILL");
    await once(running, "exit");
  }
  rmSync(root, { recursive: true });
});

/** A run of the built command, with what it has printed so far. */
interface Run {
  child: ChildProcess;
  out: string;
  err: string;
  /** Waits until something is printed. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<number | null>;
}

function start(args: readonly string[]): Run {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(
    process.execPath,
    [LAUNCHER, "dev", ...FREE, "--state-dir", join(root, "state"), ...args],
    {
      cwd: root,
      env: { PATH, HOME },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  running = child;
  const run: Run = {
    child,
    out: "",
    err: "",
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(run.out) ?? pattern.exec(run.err);
          if (found !== null) resolve(found);
        };
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.once("exit", () => {
          look();
          reject(new Error(`It ended before it printed ${String(pattern)}:\n${run.out}\n${run.err}`));
        });
        look();
      }),
    ended: once(child, "exit").then(([code]) => code as number | null),
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (run.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (run.err += text));
  return run;
}

const FREE = ["--port", "0", "--convex-port", "0"];

interface StartLine {
  authkit: { url: string; clientId: string; apiKey: string; accounts: { email: string; password: string }[] };
  convex: { url: string; problem: string | null; deployed: number };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("the built dev command", () => {
  it("starts both sides, and real clients sign in", async () => {
    const run = start(["--json"]);
    const [line] = await run.printed(/^\{.*\}\n/);
    const { authkit, convex } = JSON.parse(line) as StartLine;
    expect(convex).toMatchObject({ problem: null, deployed: 3 });
    const [account] = authkit.accounts;
    const { userManagement } = new WorkOS(authkit.apiKey, {
      clientId: authkit.clientId,
      apiHostname: "localhost",
      port: Number(new URL(authkit.url).port),
      https: false,
    });
    const { accessToken } = await userManagement.authenticateWithPassword({
      clientId: authkit.clientId,
      email: account?.email ?? "",
      password: account?.password ?? "",
    });

    const client = new ConvexHttpClient(convex.url, { logger: false });
    await expect(client.query(notes.list, {})).rejects.toThrow("Sign in to see your notes.");
    client.setAuth(accessToken);
    await client.mutation(notes.add, { text: "from a real client" });
    expect(await client.query(notes.list, {})).toMatchObject([{ text: "from a real client" }]);

    run.child.kill("SIGTERM");
    expect(await run.ended).toBe(0);
    await expect(fetch(authkit.url)).rejects.toThrow();
    await expect(fetch(convex.url)).rejects.toThrow();
    expect(run.out).toBe(line);
    expect(run.err).toMatch(
      /^\[convex notes:list\] Uncaught Error: Sign in to see your notes\.\n +at handler \(\.\.\/convex\/notes\.ts:\d+:\d+\)\n$/,
    );
  });

  it("serves the console, whose script is built beside it", async () => {
    const run = start(["--json", "--authkit-only"]);
    const [line] = await run.printed(/^\{.*\}\n/);
    const { authkit } = JSON.parse(line) as StartLine & { authkit: { consoleUrl: string } };
    const page = await (await fetch(authkit.consoleUrl)).text();
    expect(page).toContain("<h1>Console</h1>");
    const [, script = ""] = /<script type="module" src="([^"]+)"/.exec(page) ?? [];
    const answer = await fetch(new URL(script, authkit.url));
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await answer.text()).toContain("new EventSource(");
    run.child.kill("SIGTERM");
    expect(await run.ended).toBe(0);
  });

  it("runs a frontend in the place of its script, with the variables that lead it here, and ends with it", async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    writeFileSync(
      join(root, "package.json"),
      JSON.stringify({
        name: "notes-spa",
        type: "module",
        scripts: {
          predev: "convex dev --until-success",
          dev: "npm-run-all --parallel dev:frontend dev:backend",
          "dev:frontend": `vite --port ${port} --strictPort`,
          "dev:backend": "convex dev",
        },
        dependencies: { "@workos-inc/authkit-react": "^0.16.2", convex: "^1.48.0", react: "^19.2.0" },
        devDependencies: { vite: "^8.3.4" },
      }),
    );
    writeFileSync(join(root, "vite.config.ts"), "export default {};\n");
    writeFileSync(join(root, "src", "seen.ts"), "export const seen = import.meta.env;\n");
    const run = start(["--", "npm", "run", "dev"]);
    await run.printed(/Local:.*localhost/);
    const text = run.out.replaceAll(/\s+/g, " ");
    expect(text).toContain("Left out: `convex dev --until-success` (predev in package.json)");
    expect(text).toContain("`npm run dev:frontend` runs in the place of `npm run dev`");
    expect(text).toContain(`App ${url} `);
    const [, authkit = ""] = /AuthKit +(http:\S+)/.exec(run.out) ?? [];
    const [, convex = ""] = /Convex +(http:\S+)/.exec(run.out) ?? [];

    const seen = await (await fetch(`${url}/src/seen.ts`)).text();
    for (const [name, value] of Object.entries({
      VITE_WORKOS_CLIENT_ID: "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V",
      VITE_WORKOS_REDIRECT_URI: `${url}/callback`,
      VITE_WORKOS_API_HOSTNAME: "localhost",
      VITE_WORKOS_API_HTTPS: "false",
      VITE_WORKOS_API_PORT: new URL(authkit).port,
      VITE_CONVEX_URL: convex,
    }))
      expect(seen).toContain(`"${name}": "${value}"`);

    run.child.kill("SIGINT");
    expect([0, 130]).toContain(await run.ended);
    for (const gone of [url, authkit, convex]) await expect(fetch(gone)).rejects.toThrow();
    // Nothing but the state was written.
    expect(readdirSync(root).sort()).toEqual([...readdirSync(rightProject), "node_modules", "state"].sort());
  });
});
