import { afterAll } from "vitest";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClock } from "../../../clock/clock.ts";
import { createFaults } from "../../../faults/switchboard.ts";
import type { Fault } from "../../../faults/fault.ts";
import type { Parts } from "../../../parts.ts";
import { createTimeline } from "../../../timeline/timeline.ts";
import type { ConvexOptions } from "../../convex.ts";
import { createFunctionRunner } from "../create-function-runner.ts";
import type { Patience } from "../run/function-worker.ts";
import type { FunctionResult, FunctionRunner } from "../function-runner.ts";

const NODE_MODULES = fileURLToPath(new URL("../../../../../../node_modules", import.meta.url));

/** A project on disk, with this repository's packages installed. */
export interface FixtureProject {
  root: string;
  write(files: Record<string, string>): void;
  remove(path: string): void;
  /** Installs one of this repository's packages, where not all of them are. */
  link(name: string): void;
}

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** @param files by path relative to the project, such as `convex/notes.ts` */
export function fixtureProject(files: Record<string, string>): FixtureProject {
  const root = mkdtempSync(join(tmpdir(), "convex-functions-"));
  roots.push(root);
  symlinkSync(NODE_MODULES, join(root, "node_modules"), "dir");
  const project: FixtureProject = {
    root,
    write(written) {
      for (const [path, text] of Object.entries(written)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    },
    link: (name) => symlinkSync(join(NODE_MODULES, name), join(root, "node_modules", name), "dir"),
    remove: (path) => rmSync(join(root, path), { recursive: true }),
  };
  project.write(files);
  return project;
}

export interface Fixture extends Parts {
  runner: FunctionRunner;
  query(path: string, args?: object): Promise<FunctionResult>;
  mutation(path: string, args?: object): Promise<FunctionResult>;
  action(path: string, args?: object): Promise<FunctionResult>;
}

export function fixtureOptions(root: string, changed: Partial<ConvexOptions> = {}): ConvexOptions {
  return {
    root,
    functions: "convex",
    variables: {},
    redactMessages: false,
    writeGenerated: false,
    watch: false,
    url: "http://127.0.0.1:3210",
    siteUrl: "http://127.0.0.1:3211",
    emulatedJwks: null,
    ...changed,
  };
}

/** Runs the functions of a project for nobody in particular. */
export async function runFixture(
  { root }: { root: string },
  changed: Partial<ConvexOptions> = {},
  { known = [], patience }: { known?: Fault[]; patience?: Patience } = {},
): Promise<Fixture> {
  const clock = createClock();
  const parts: Parts = { clock, timeline: createTimeline(clock), faults: createFaults(known, clock) };
  const runner = await createFunctionRunner(parts, fixtureOptions(root, changed), patience);
  const nobody = { identity: null };
  return {
    ...parts,
    runner,
    query: async (path, args = {}) => await runner.run("query", path, args, nobody),
    mutation: async (path, args = {}) => await runner.run("mutation", path, args, nobody),
    action: async (path, args = {}) => await runner.run("action", path, args, nobody),
  };
}
