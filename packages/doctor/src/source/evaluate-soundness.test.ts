import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { memoryFiles } from "../project-files/memory-files.ts";
import { assumingSet } from "./assuming-set.ts";
import { evaluate, evaluateExport } from "./evaluate.ts";
import { createModuleGraph } from "./module-graph.ts";
import { programs } from "./programs-for-tests.ts";
import { Unresolved, resolveValue } from "./resolve-value.ts";
import type { Resolved } from "./resolve-value.ts";
import { valueText } from "./value-text-for-tests.ts";
import { environmentNames } from "./value.ts";
import { walk } from "./walk.ts";

type Variables = Readonly<Record<"X" | "Y", string | undefined>>;

/** The same programs on every run; raise the number (to 20,000, say) after a change of the interpreter. */
const RUNS = { numRuns: 150, seed: 1 };

const VARIABLES: readonly Variables[] = [
  { X: "x", Y: "y" },
  { X: "x", Y: undefined },
  { X: undefined, Y: "other" },
  { X: "", Y: "" },
];

/** Runs a program of our own making; undefined where it throws, or grows without end. */
function ran(program: string, env: Variables): { result: unknown } | undefined {
  try {
    const result: unknown = runInNewContext(
      `(() => {\n${program}\nreturn result;\n})()`,
      { process: { env }, URL },
      { timeout: 200 },
    );
    return { result };
  } catch {
    return undefined;
  }
}

/** Where what was told differs from what is; parts that were said to be unknown never do. */
function difference(told: Resolved, is: unknown, path = "result"): string | undefined {
  if (told instanceof Unresolved) return undefined;
  if (Array.isArray(told)) {
    if (!Array.isArray(is)) return path;
    const known = told.filter((item) => !(item instanceof Unresolved));
    if (known.length < told.length) {
      // With items that are not known, positions mean nothing: the known ones are there, somewhere.
      const missing = known.findIndex((item) => is.every((other) => difference(item, other) !== undefined));
      return missing === -1 ? undefined : `${path} (item ${missing})`;
    }
    if (told.length !== is.length) return `${path}.length`;
    for (const [index, item] of told.entries()) {
      const found = difference(item, is[index], `${path}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof told === "object" && told !== null && !(told instanceof RegExp)) {
    if (typeof is !== "object" || is === null || Array.isArray(is)) return path;
    for (const [key, value] of Object.entries(told)) {
      if (!(value instanceof Unresolved) && !(key in is)) return `${path}.${key}`;
      const found = difference(value, Reflect.get(is, key), `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return Object.is(told, is) ? undefined : path;
}

it("never tells a value that the program does not have", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(programs(), (program) => {
      const graph = createModuleGraph(memoryFiles({ "a.js": `${program}\nexport default result;` }));
      const value = evaluateExport(graph, "a.js", "default");
      for (const env of VARIABLES) {
        const real = ran(program, env);
        if (real === undefined) continue;
        const told = resolveValue(value, (name) => (name === "X" ? env.X : env.Y) ?? null);
        const wrong = difference(told, real.result);
        if (wrong !== undefined) {
          expect.fail(`${wrong} with ${JSON.stringify(env)}
${program}
${valueText(value)}`);
        }
      }
    }),
    { ...RUNS },
  );
});

it("tells the value for set variables where it says so", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(programs(), (program) => {
      const graph = createModuleGraph(memoryFiles({ "a.js": `${program}\nexport default result;` }));
      const value = assumingSet(evaluateExport(graph, "a.js", "default"));
      for (const env of [
        { X: "x", Y: "y" },
        { X: "y", Y: "z" },
      ]) {
        const real = ran(program, env);
        if (real === undefined) continue;
        const told = resolveValue(value, (name) => (name === "X" ? env.X : env.Y));
        const wrong = difference(told, real.result);
        if (wrong !== undefined) {
          expect.fail(`${wrong} with ${JSON.stringify(env)}
${program}
${valueText(value)}`);
        }
      }
    }),
    { ...RUNS },
  );
});

const SAMPLE = `import { createEnv } from "@t3-oss/env-core"; import { z } from "zod"; import * as all from "./b";
export const env = createEnv({ server: { A: z.string().default("d") }, runtimeEnv: process.env });
const clientId = process.env.WORKOS_CLIENT_ID ?? \`\${env.A}\`;
const { x: [y, ...z2], ...rest } = { x: [1, 2], w: new URL("/a", clientId).href };
function make(id, list = []) { for (const i of [id]) list.push({ i, ...(id && { id }) }); return list; }
class C { static s = make("s"); get t() { return this.s; } }
enum E { A = "a", B }
const providers = make(clientId).concat(C.s).filter(Boolean).map((p) => ({ ...p, e: E.A }));
if (!clientId) throw new Error("x"); else providers.push({ y, z2, rest, all });
switch (clientId) { case "a": providers.pop(); break; default: delete rest.w; }
export default { providers, f: () => (a ? b : c), [clientId]: /x+/.test("y") } satisfies AuthConfig;
`;

it("never throws, on arbitrary cuts and pastes of code", { timeout: 120_000 }, () => {
  const piece = fc.tuple(fc.nat(SAMPLE.length), fc.nat(SAMPLE.length), fc.nat(SAMPLE.length));
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 3 }),
      fc.string({ maxLength: 5 }),
      (pieces, noise) => {
        let text = SAMPLE;
        for (const [from, to, at] of pieces) {
          const cut = text.slice(Math.min(from, to), Math.max(from, to)).slice(0, 60);
          text = text.slice(0, at) + cut + noise + text.slice(at + cut.length);
        }
        const graph = createModuleGraph(
          memoryFiles({ "a.ts": text, "b.ts": 'export * from "./a"; export { default as d } from "./a";' }),
        );
        const module = graph.module("a.ts");
        if (module === undefined) return;
        environmentNames(evaluateExport(graph, "a.ts", "default"));
        let count = 0;
        walk(module.program, (node) => {
          if (node.type === "CallExpression" && count++ < 5)
            resolveValue(evaluate(graph, module, node), () => "v");
        });
      },
    ),
    { numRuns: 100 },
  );
});
