import { spawnSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { LAUNCHER, runCommand } from "./run-command.ts";

const demo = fileURLToPath(new URL("../../../demo/broken-notes", import.meta.url));
const rightProject = fileURLToPath(new URL("../../doctor/right-projects/nextjs-monorepo", import.meta.url));
const guard = fileURLToPath(new URL("forbid-side-effects.cjs", import.meta.url));

let work: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "convex-authkit-command-"));
  chmodSync(work, 0o755);
});

afterAll(() => rmSync(work, { recursive: true }));

/** A project folder with these files; a null text makes an empty folder. */
function project(name: string, files: Readonly<Record<string, string | Buffer | null>>): string {
  const root = join(work, name);
  mkdirSync(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(content === null ? file : dirname(file), { recursive: true });
    if (content !== null) writeFileSync(file, content);
  }
  return root;
}

/** The built command where every user may read it: the repository may lie in a folder that is closed to others. */
function launcherForAll(): string {
  const copy = join(work, "installed");
  const cli = fileURLToPath(new URL("..", import.meta.url));
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(cli, part), join(copy, part), { recursive: true });
  const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
  for (const name of ["oxc-parser", "@oxc-parser", "@oxc-project"]) {
    cpSync(join(modules, name), join(copy, "node_modules", name), { recursive: true });
  }
  return join(copy, "bin", "convex-authkit.js");
}

const NEXT = JSON.stringify({
  name: "notes",
  dependencies: {
    next: "^16.0.0",
    react: "^19.0.0",
    convex: "^1.31.0",
    "@workos-inc/authkit-nextjs": "^4.0.0",
  },
});

describe("exit codes", () => {
  it("0 on a right project, and nothing on standard error", () => {
    const { code, out, err } = runCommand([rightProject]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^✓ Nothing wrong was found/);
  });

  it("1 on the shipped broken project, whose first broken step is named", () => {
    const { code, out, err } = runCommand([demo]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^✗ Sign-in breaks at /);
  });

  it.each([
    [["--stage", "staging"], "--stage: there is no stage staging; use development, preview or production."],
    [["--json", "--markdown"], "--json and --markdown exclude each other; choose one."],
    [["--only", "no-such-thing-at-all"], "--only: there is no failure mode no-such-thing-at-all."],
    [["--ignore", "clock-skw"], "--ignore: there is no failure mode clock-skw. Did you mean clock-skew?"],
    [["--app", "apps/none", demo], "--app: there is no app apps/none. The apps are: apps/web."],
    [["--jsn"], "There is no option --jsn. Did you mean --json?"],
  ])("2 for %j", (args, sentence) => {
    const { code, out, err } = runCommand(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(err).toContain(sentence);
  });
});

describe("the outputs", () => {
  it("--json is one object and nothing else", () => {
    const { code, out, err } = runCommand([demo, "--json"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    const report = JSON.parse(out) as { schemaVersion: number; findings: { severity: string }[] };
    expect(report.schemaVersion).toBe(1);
    expect(report.findings.some(({ severity }) => severity === "error")).toBe(true);
  });

  it("--markdown begins with its title", () => {
    expect(runCommand([demo, "--markdown"]).out).toMatch(
      /^# convex-authkit report\n\n\*\*Sign-in breaks at /,
    );
  });

  it("is the same with doctor as with no command", () => {
    const timeless = (text: string): string => text.replace(/ in \d+\.\d s/, "");
    expect(timeless(runCommand(["doctor", demo]).out)).toBe(timeless(runCommand([demo]).out));
  });

  it("has colour only where it is wanted", () => {
    expect(runCommand([demo]).out).not.toContain("\u001B");
    expect(runCommand([demo], { env: { FORCE_COLOR: "1" } }).out).toContain("\u001B[");
  });

  it("--version and --help", () => {
    expect(runCommand(["--version"])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: "" });
    expect(runCommand(["--help"]).out).toContain("Usage\n  convex-authkit [INPUT…]");
    expect(runCommand(["explain", "--help"]).out).toContain("convex-authkit explain [ID | WORD…]");
  });

  it("ends quietly when its reader has seen enough", () => {
    const command = `'${process.execPath}' '${LAUNCHER}' explain --json | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
    expect(stdout).toBe("[\n0\n");
    expect(stderr).toBe("");
  });
});

describe("explain", () => {
  it("explains a failure mode, lists all, and finds by error text", () => {
    expect(runCommand(["explain", "clock-skew"]).out).toContain("\nWhy\n");
    expect(runCommand(["explain"]).out).toContain("\nacceptance\n");
    const { out } = runCommand(["explain", "No auth provider found matching the given token"]);
    expect(out.split("\n")[0]).toMatch(/ at acceptance$/);
  });

  it("says what an unknown id may have meant", () => {
    expect(runCommand(["explain", "clock-skw"])).toEqual({
      code: 2,
      out: "",
      err: "There is no failure mode clock-skw. Did you mean clock-skew?\n",
    });
  });
});

describe("verdict", () => {
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const clientId = "client_01JDEV8Q4W3M5X7Z9K2B6N1C0V";
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const tokenWith = (claims: object): string => {
    const signed = `${encoded({ alg: "RS256", kid: "key" })}.${encoded({ sub: "user_01", iat: 1_800_000_000, exp: 1_800_000_300, ...claims })}`;
    return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
  };
  const right = tokenWith({ iss: `https://api.workos.com/user_management/${clientId}` });
  const withoutAudience = tokenWith({ iss: "https://api.workos.com" });
  const config = join(rightProject, "packages/backend/convex/auth.config.ts");
  let evidence: string[];

  beforeAll(() => {
    const folder = project("evidence", {
      "dev.env": `WORKOS_CLIENT_ID=${clientId}\n`,
      "jwks.json": JSON.stringify({
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key", alg: "RS256" }],
      }),
    });
    evidence = [
      "--now",
      "1800000100",
      "--convex-env",
      `dev=${join(folder, "dev.env")}`,
      "--jwks",
      join(folder, "jwks.json"),
    ];
  });

  it("0 for a token that a project's auth config accepts, with the identity that functions see", () => {
    const { code, out, err } = runCommand(["verdict", right, rightProject, ...evidence]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^✓ Convex accepts this token\.\n/);
    expect(out).toContain("for 3 min 20 s more");
    expect(out).toMatch(/\n {2}subject +user_01\n/);
  });

  it("1 for one that it rejects, from standard input, with Convex's words and the true reason", () => {
    const { code, out, err } = runCommand(["verdict", "--config", config, ...evidence], {
      input: withoutAudience,
    });
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^✗ Convex rejects this token\.\n/);
    expect(out).toContain("cause shared-issuer-audience-missing");
    expect(out).toContain("No auth provider found matching the given token.");
  });

  it("0 where it cannot be decided, with what is missing", () => {
    const { code, out } = runCommand(["verdict", right, rightProject, "--now", "1800000100"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^\? Not decided: /);
    expect(out.replace(/\s+/g, " ")).toContain("(give it with --convex-env STAGE=FILE)");
  });

  it("judges by the JSON of a config, and prints JSON", () => {
    const issuer = `https://api.workos.com/user_management/${clientId}`;
    const folder = project("json-config", {
      "config.json": JSON.stringify({
        providers: [
          { type: "customJwt", issuer, algorithm: "RS256", jwks: "https://api.workos.com/sso/jwks/x" },
        ],
      }),
    });
    const { code, out } = runCommand([
      "verdict",
      right,
      "--json",
      "--config",
      join(folder, "config.json"),
      ...evidence,
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ accepted: true, provider: 0, expiresAt: 1_800_000_300 });
  });

  it("never prints the token", () => {
    for (const token of [right, withoutAudience]) {
      for (const more of [[], ["--json"]]) {
        const { out, err } = runCommand(["verdict", token, rightProject, ...evidence, ...more]);
        for (const part of token.split(".")) expect(out + err).not.toContain(part);
      }
    }
  });

  it("counts beside a project: the doctor judges tokens by its auth config", () => {
    const { out } = runCommand([rightProject, "--token", `dev=${right}`, ...evidence.slice(2)]);
    expect(out).toContain("Handed in\n  Token from argument (development)");
  });

  it.each([
    [["verdict", "--now", "soon", "x"], "--now needs seconds since 1970, and soon is no number."],
    [
      ["verdict", "--now", "1800000000000"],
      "--now needs seconds since 1970; 1800000000000 looks like milliseconds.",
    ],
    [["verdict", "nowhere"], "There is no file or folder nowhere."],
    [["verdict"], "There is nothing in standard input."],
  ])("2 for %j", (args, sentence) => {
    expect(runCommand(args)).toEqual({ code: 2, out: "", err: `${sentence}\n` });
  });
});

describe("secrets", () => {
  it("leave in no format", () => {
    const values = ["sk_test_a2V5XzAxSlNFQ1JFVFNFQ1JFVFNFQ1JFVA", "x7Kq2mZp9Rt4Wv6Yb8Nc1Df3Gh5Jk0LsQ"];
    const root = join(work, "secrets");
    cpSync(rightProject, root, { recursive: true });
    writeFileSync(
      join(root, "apps/web/.env.production"),
      `WORKOS_API_KEY=${values[0] ?? ""}\nWORKOS_COOKIE_PASSWORD=${values[1] ?? ""}\n`,
    );
    writeFileSync(
      join(root, "host.env"),
      `WORKOS_API_KEY="${values[0] ?? ""}"\nWORKOS_COOKIE_PASSWORD='${values[1] ?? ""}'\n`,
    );
    for (const format of [[], ["--verbose"], ["--json"], ["--markdown"]]) {
      const { out, err } = runCommand([
        root,
        "--host-env",
        `production=${join(root, "host.env")}`,
        ...format,
      ]);
      for (const value of values) expect(out + err).not.toContain(value);
      expect(out.length).toBeGreaterThan(100);
    }
  });
});

describe("bad input gets a sentence", () => {
  it("a path that does not exist", () => {
    expect(runCommand(["nowhere"], { cwd: work })).toEqual({
      code: 2,
      out: "",
      err: "There is no file or folder nowhere.\n",
    });
  });

  it("an empty folder", () => {
    const root = project("empty", {});
    expect(runCommand([], { cwd: root })).toEqual({
      code: 2,
      out: "",
      err: "There are no files in this folder, so nothing could be examined.\n",
    });
  });

  it("a folder that is no project", () => {
    const { code, out } = runCommand([project("letters", { "letter.txt": "Dear reader" })]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^– Neither AuthKit nor Convex was found among 1 file; there is no hand-off to judge\.\n/,
    );
  });

  it("a project without Convex", () => {
    const { code, out } = runCommand([
      project("no-convex", {
        "package.json": '{"dependencies":{"next":"^16.0.0","@workos-inc/authkit-nextjs":"^4.0.0"}}',
        "app/layout.tsx":
          'import { AuthKitProvider } from "@workos-inc/authkit-nextjs/components";\nexport default AuthKitProvider;\n',
      }),
    ]);
    expect(code).not.toBe(2);
    expect(out).toContain("No Convex functions were found");
  });

  it("a project without AuthKit", () => {
    const { code, out } = runCommand([
      project("no-authkit", {
        "package.json": '{"dependencies":{"convex":"^1.31.0","react":"^19.0.0"}}',
        "convex/notes.ts": "export const list = 1;\n",
      }),
    ]);
    expect(code).toBe(0);
    expect(out).toContain("No app that uses AuthKit was found");
  });

  it("merge markers in the auth config", () => {
    const root = join(work, "merging");
    cpSync(rightProject, root, { recursive: true });
    writeFileSync(
      join(root, "packages/backend/convex/auth.config.ts"),
      "export default {\n<<<<<<< HEAD\n  providers: [],\n=======\n  providers: [1],\n>>>>>>> topic\n};\n",
    );
    const { out, err } = runCommand([root, "--verbose"]);
    expect(err).toBe("");
    expect(out).toContain("packages/backend/convex/auth.config.ts:2");
    expect(out).toMatch(/merge conflict/i);
  });

  it("a file of 100 MB, a binary where text is expected, and a link to itself", () => {
    const root = project("odd", {
      "package.json": NEXT,
      "convex/auth.config.ts": Buffer.from([0, 1, 2, 3, 0, 255]),
      "app/huge.ts": "export const convex = 1;\n",
    });
    truncateSync(join(root, "app/huge.ts"), 100 * 1024 * 1024);
    symlinkSync(root, join(root, "app", "again"));
    symlinkSync("loop", join(root, "loop"));
    const { code, out, err } = runCommand([root, "--json"]);
    expect({ code: code === 2, err }).toEqual({ code: false, err: "" });
    const { unreadable } = JSON.parse(out) as { unreadable: { file: string; why: string }[] };
    expect(unreadable.map(({ file }) => file).sort()).toEqual(["app/huge.ts", "convex/auth.config.ts"]);
    for (const { why } of unreadable) expect(why).toMatch(/^[A-Z].*\.$/);
  });

  it("a folder that may not be read", () => {
    const root = project("closed", { "package.json": NEXT });
    chmodSync(root, 0o000);
    const nobody = process.getuid?.() === 0 ? { uid: 65534, launcher: launcherForAll() } : {};
    const { code, out, err } = runCommand([root], { cwd: "/", ...nobody });
    chmodSync(root, 0o755);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^.*cannot be read: permission denied\.\n$/);
  });

  it("a HAR, a log or an origin, which this version does not read", () => {
    const root = project("traffic", { "x.har": '{"log":{"entries":[]}}', "notes.txt": "nothing" });
    expect(runCommand(["x.har"], { cwd: root })).toEqual({
      code: 2,
      out: "",
      err: "x.har: It is a HAR; this version does not read recorded traffic yet. Neither AuthKit nor Convex was found among 2 files; there is no hand-off to judge.\n",
    });
    const { code, out } = runCommand([demo, join(root, "x.har"), "https://example.com/callback?code=secret"]);
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, " ")).toContain("this version does not read recorded traffic yet");
    expect(out).not.toContain("code=secret");
  });
});

describe("a run leaves everything as it was", () => {
  it("writes nothing, executes nothing and connects to nothing", () => {
    const root = join(work, "untouched");
    cpSync(demo, root, { recursive: true });
    const listing = (): string[] =>
      readdirSync(root, { recursive: true, encoding: "utf8" })
        .map((path) => `${path} ${statSync(join(root, path)).mtimeMs} ${statSync(join(root, path)).size}`)
        .sort();
    const before = listing();
    for (const args of [[root], [root, "--json"], [root, "--markdown"], ["explain"]]) {
      const { code, err } = runCommand(args, { node: ["--require", guard] });
      expect({ code: code === 0 || code === 1, err }).toEqual({ code: true, err: "" });
    }
    expect(listing()).toEqual(before);
  });
});
