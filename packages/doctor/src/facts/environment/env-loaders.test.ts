import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, populate } from "dotenv";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { envFileNames, loadEnv } from "./env-loaders.ts";
import { readEnvFile } from "./env-file.ts";
import type { EnvLoaderName } from "./environment.ts";

/**
 * Every case is a project's env files. All of them go through the real loader in one child process, because the real
 * loaders write to `process.env`.
 */
type Case = Record<string, string>;

const folder = mkdtempSync(join(tmpdir(), "env-loaders-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const require = createRequire(import.meta.url);

const NAMES = ["A", "B", "VITE_C", "D_1"];
const value = fc.oneof(
  fc.constantFrom(
    "plain",
    "",
    '"quoted # x"',
    "'single $A'",
    "http://localhost:3000/callback",
    "p4$sw0rd$long$$",
  ),
  fc
    .array(
      fc.constantFrom(
        "$A",
        "${B}",
        "$VITE_C",
        "${D_1:-x}",
        "$NOPE",
        "${NOPE}",
        "\\$A",
        "a",
        "/",
        "-",
        "$",
        "$1",
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((parts) => parts.join("")),
);
// Lines in the order of their names: Node 20's parser, which Vite and Expo use, forgets the order of the file.
const file = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4 }).map((lines) =>
  lines
    .map(([name, text]) => `${name}=${text}\n`)
    .sort((a, b) => Number(a.slice(0, 2) > b.slice(0, 2)) - Number(a.slice(0, 2) < b.slice(0, 2)))
    .join(""),
);

/** Self-reference makes the real loaders run out of stack; it has no right answer. */
function refersToItself(files: Case): boolean {
  const texts = Object.values(files).join("");
  return NAMES.some((name) => {
    const reached = new Set<string>();
    const visit = (from: string): void => {
      for (const line of texts.split("\n").filter((it) => it.startsWith(`${from}=`))) {
        for (const to of NAMES) {
          if (!new RegExp(`\\$\\{?${to}\\b`).test(line) || reached.has(to)) continue;
          reached.add(to);
          visit(to);
        }
      }
    };
    visit(name);
    return reached.has(name);
  });
}

function cases(loader: EnvLoaderName, mode: string): Case[] {
  const [first = "", second = "", third = "", fourth = ""] = envFileNames(loader, mode);
  const arbitrary = fc
    .tuple(file, file, file, file)
    .map(([a, b, c, d]) => ({ [first]: a, [second]: b, [third]: c, [fourth]: d }))
    .filter((files) => !refersToItself(files));
  return [
    {
      ".env": "A=1\n",
      ".env.local": "A=2\n",
      ".env.development": "A=3\n",
      ".env.development.local": "A=4\n",
    },
    { ".env.local": "A=2\n", ".env.development": "A=3\n" },
    { ".env": "WORKOS_COOKIE_PASSWORD=p4$sw0rd$that_is_longer_than_32_chars$$\n" },
    { ".env": "PW=abc$def$1\nSQ='single $X'\nREF=r\nEXPAND=${REF}/x\nESC=\\$REF\nHASH=pass#word\n" },
    ...fc.sample(arbitrary, { numRuns: 300, seed: 7 }),
  ];
}

/** Runs the real loader over all cases. */
function realLoader(all: Case[], script: string): Record<string, string>[] {
  const input = JSON.stringify(all);
  const child = spawnSync(process.execPath, ["--input-type=commonjs", "-e", script], {
    input,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "" },
    maxBuffer: 1e8,
  });
  expect(child.stderr).toBe("");
  return JSON.parse(child.stdout) as Record<string, string>[];
}

const PREAMBLE = `
const { mkdtempSync, writeFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const cases = JSON.parse(readFileSync(0, "utf8"));
const root = ${JSON.stringify(folder)};
const project = (files) => {
  const dir = mkdtempSync(join(root, "p-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
};`;

function ours(loader: EnvLoaderName, mode: string, files: Case): Record<string, string> {
  const entries = envFileNames(loader, mode).map((name) => readEnvFile(name, files[name] ?? ""));
  return Object.fromEntries(loadEnv(loader, entries).map(({ name, text }) => [name, text]));
}

describe("our reading of env files agrees with the real loaders", () => {
  it("@next/env, which next dev and next build use", () => {
    const all = cases("next", "development");
    const real = realLoader(
      all,
      `${PREAMBLE}
      const { loadEnvConfig } = require(${JSON.stringify(require.resolve("@next/env"))});
      const quiet = { info() {}, error() {} };
      console.log(JSON.stringify(cases.map((files) => loadEnvConfig(project(files), true, quiet, true).parsedEnv ?? {})));`,
    );
    all.forEach((files, index) => {
      expect({ files, env: ours("next", "development", files) }).toEqual({ files, env: real[index] });
    });
  });

  it("loadEnv of Vite", () => {
    const all = cases("vite", "development");
    const real = realLoader(
      all,
      `${PREAMBLE}
      (async () => {
        const { loadEnv } = await import(${JSON.stringify(import.meta.resolve("vite"))});
        const names = new Set(cases.flatMap((files) => Object.values(files).flatMap((text) => text.split("\\n").map((line) => line.split("=")[0]))));
        console.log(JSON.stringify(cases.map((files) => {
          const env = loadEnv("development", project(files), "");
          return Object.fromEntries(Object.entries(env).filter(([name]) => names.has(name)));
        })));
      })();`,
    );
    all.forEach((files, index) => {
      expect({ files, env: ours("vite", "development", files) }).toEqual({ files, env: real[index] });
    });
  });

  it("@expo/env", () => {
    const all = cases("expo", "development");
    const real = realLoader(
      all,
      `${PREAMBLE}
      const { parseProjectEnv } = require(${JSON.stringify(require.resolve("@expo/env"))});
      console.log(JSON.stringify(cases.map((files) => parseProjectEnv(project(files), { mode: "development", silent: true, systemEnv: {} }).env)));`,
    );
    all.forEach((files, index) => {
      expect({ files, env: ours("expo", "development", files) }).toEqual({ files, env: real[index] });
    });
  });

  it("dotenv, which the Convex CLI uses: .env.local before .env, nothing expanded", () => {
    for (const files of cases("dotenv", "development")) {
      const env: Record<string, string> = {};
      for (const name of [".env.local", ".env"]) populate(env, parse(files[name] ?? ""));
      expect(ours("dotenv", "development", files)).toEqual(env);
    }
  });
});

describe("loading", () => {
  const entries = (text: string) => [readEnvFile(".env.local", text)];

  it("ends where a value refers to itself", () => {
    for (const loader of ["next", "vite", "expo"] as const) {
      expect(loadEnv(loader, entries("A=x$A\nB=$C\nC=$B"))).toHaveLength(3);
    }
  });

  it("says which names of a value no file holds, and that it was expanded", () => {
    expect(loadEnv("next", entries("A=a$B\nC=plain"))).toMatchObject([
      { name: "A", text: "a", expanded: true, unresolved: ["B"] },
      { name: "C", text: "plain", expanded: false, unresolved: [] },
    ]);
  });

  it("lets variables in front of the command win", () => {
    expect(loadEnv("vite", entries("A=file\nB=$A/x"), { A: "shell" })).toMatchObject([
      { name: "B", text: "shell/x" },
    ]);
  });
});
