import { describe, expect, it } from "vitest";
import { memoryFiles } from "../project-files/memory-files.ts";
import { evaluate, evaluateExport } from "./evaluate.ts";
import type { EvaluateOptions } from "./evaluate.ts";
import { createModuleGraph } from "./module-graph.ts";
import type { Node } from "./parse.ts";
import { valueText } from "./value-text-for-tests.ts";
import { walk } from "./walk.ts";

/** The default export of the first file. */
function told(text: string, others: Record<string, string> = {}, options?: EvaluateOptions): string {
  const graph = createModuleGraph(memoryFiles({ "a.ts": text, ...others }));
  return valueText(evaluateExport(graph, "a.ts", "default", options));
}

/** What is passed to `look(…)`. */
function looked(text: string, others: Record<string, string> = {}): string {
  const graph = createModuleGraph(memoryFiles({ "a.tsx": text, ...others }));
  const module = graph.module("a.tsx");
  let argument: Node | undefined;
  if (module === undefined) throw new Error("There is no file.");
  walk(module.program, (node) => {
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "look")
      return;
    argument = node.arguments[0];
  });
  if (argument === undefined) throw new Error("Nothing is looked at.");
  return valueText(evaluate(graph, module, argument));
}

describe("an expression in a function", () => {
  it.each<[string, string, string]>([
    [
      "uses constants of the module",
      'const base = "https://a"; function f() { look(`${base}/callback`); }',
      '"https://a/callback"',
    ],
    [
      "uses constants of the function",
      'function f() { const path = "/callback"; const all = { path }; look(all.path + "x"); }',
      '"/callbackx"',
    ],
    ["does not know parameters", "function f(path) { look(path); }", "unknown"],
    [
      "knows what surrounds a parameter",
      "const f = (path) => look(`https://a/${path}`);",
      "`https://a/${unknown}`",
    ],
    [
      "reads variables",
      'const f = () => { look(import.meta.env.VITE_URI ?? "http://localhost:5173"); }',
      '($VITE_URI ?? "http://localhost:5173")',
    ],
    ["does not know a name that is assigned again", "function f() { let a = 1; a = 2; look(a); }", "unknown"],
    [
      "does not know a list that is changed",
      "function f() { const a = [1]; a.push(2); look(a); }",
      "unknown",
    ],
    [
      "does not know an object that is handed on",
      "function f() { const a = { k: 1 }; g(a); look(a.k); }",
      "unknown",
    ],
    [
      "knows an object that is only read",
      "function f() { const a = { k: 1 }; g(`${a.k}`); look({ ...a }); }",
      "{k: 1}",
    ],
    [
      "calls functions of the module",
      'const uri = (path) => `https://a${path}`; function f() { look(uri("/callback")); }',
      '"https://a/callback"',
    ],
    [
      "does not change what the module holds",
      "const list = [1]; function f() { look(list.concat(2)); list.push(3); }",
      "[1, 2]",
    ],
    ["needs itself", "function f() { const a = b, b = a; look(a); }", "unknown"],
  ])("%s", (_, text, expected) => {
    expect(looked(text)).toBe(expected);
  });

  it("has at the top level the value of the moment when it is evaluated", () => {
    expect(looked("const list = [1]; list.push(2); look(list); list.push(3);")).toBe("[1, 2]");
    expect(looked("let a = 1; look(a); a = 2;")).toBe("1");
    expect(looked("if (process.env.X) { look({ x: process.env.X }); }")).toBe("{x: $X}");
  });
});

describe("what could have been changed by code that is not known", () => {
  it.each<[string, string, string]>([
    ["an object that is handed to it", "const a = { k: 1 }; other(a); export default a;", "{…}"],
    ["not a frozen one", "const a = Object.freeze({ k: 1 }); other(a); export default a;", "{k: 1}"],
    ["not one that is as const", "const a = { k: [1] } as const; other(a); export default a;", "{k: [1]}"],
    [
      "not one that is only logged",
      "const a = { k: 1 }; console.log(a, JSON.stringify(a)); export default a;",
      "{k: 1}",
    ],
    ["a list in it", "const l = [1]; other({ l }); l.push(2); export default l;", "[…]"],
    [
      "a variable that a function assigns",
      "let a = 1; other(() => { a = 2; }); export default a;",
      "unknown",
    ],
    [
      "not a variable that a function reads",
      "const c = { k: 1 }; other(() => c.k); export default c;",
      "{k: 1}",
    ],
    [
      "what a loop changes",
      "const l = []; const m = [1]; for (let i = 0; i < 3; i++) l.push(i); export default { l, m };",
      "{l: […], m: [1]}",
    ],
    ["what a loop assigns", 'let a = "x"; while (more()) a += "y"; export default a;', "unknown"],
    ["an item that is taken away", "const l = [1, 2]; l.pop(); export default l;", "[…]"],
    [
      "an address whose parameters are set",
      'const u = new URL("https://a"); u.searchParams.set("k", "v"); export default u.href;',
      "unknown",
    ],
    [
      "what an asynchronous function changes",
      "const l = []; async function f() { l.push(1); } f(); export default l;",
      "[…]",
    ],
    [
      "a spread in front stays, one behind does not",
      "export default { a: 1, ...other(), b: 2 };",
      "{a: unknown, b: 2, …}",
    ],
    ["what is counted up", "let a = 1; a++; export default a;", "unknown"],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });
});

describe("control flow", () => {
  it.each<[string, string, string]>([
    [
      "early returns",
      "function f() { if (process.env.A) return 1; if (process.env.B) return 2; return 3; } export default f();",
      "one of <if truthy $A: 1 | if truthy $B: 2 | 3>",
    ],
    [
      "a switch",
      'const f = () => { switch (process.env.STAGE) { case "production": return "p"; case "preview": { return "v"; } default: return "d"; } }; export default f();',
      'one of <if truthy ===($STAGE, "production"): "p" | if truthy ===($STAGE, "preview"): "v" | "d">',
    ],
    [
      "a switch that falls through",
      "let a = 1; switch (process.env.S) { case 'x': a = 2; case 'y': a = 3; break; } export default a;",
      "unknown",
    ],
    [
      "assignments in branches",
      'let id; if (process.env.P === "1") id = "x"; else id = "y"; export default id;',
      'one of <if falsy ===($P, "1"): "y" | "x">',
    ],
    [
      "an assignment in one branch",
      "let id = process.env.A; if (!id) id = process.env.B; export default id;",
      "($A || $B)",
    ],
    [
      "the same test again",
      "let a = 1; if (process.env.X) a = 2; export default process.env.X ? a : 0;",
      "one of <if truthy $X: 2 | 0>",
    ],
    [
      "a guard that throws",
      'const v = process.env.X; if (v === undefined || v === "") { throw new Error(); } export default { v };',
      "{v: $X}",
    ],
    [
      "a try of one step",
      'const f = () => { try { return process.env.X; } catch { return "d"; } }; export default f();',
      'one of <if truthy unknown: $X | "d">',
    ],
    [
      "continue",
      'const l = []; for (const x of ["a", "", "b"]) { if (!x) continue; l.push(x); } export default l;',
      '["a", "b"]',
    ],
    ["break", 'const l = []; for (const x of ["a", "b"]) { l.push(x); break; } export default l;', "[…]"],
    [
      "recursion without end",
      "const f = (n) => f(n + 1); export default { f: f(0), a: 1 };",
      "{f: unknown, a: 1}",
    ],
    [
      "recursion with an end",
      "const f = (n) => (n === 0 ? [] : [n, ...f(n - 1)]); export default f(3);",
      "[3, 2, 1]",
    ],
    [
      "getters and methods",
      "const o = { get a() { return process.env.X; }, b() { return this.a; } }; export default [o.a, o.b()];",
      "[$X, $X]",
    ],
    [
      "enums",
      'enum I { A = "https://a", B = 3, C } export default [I.A, I.C, I[3]];',
      '["https://a", 4, "B"]',
    ],
    [
      "static members of classes",
      "class C { static id = process.env.X; static get u() { return `u${C.id}`; } } export default [C.id, C.u];",
      "[$X, `u${$X}`]",
    ],
    ["instances of classes", "class C { id = 1; } export default { a: new C().id };", "{a: unknown}"],
    [
      "a value that holds itself",
      "const a = { b: 1 }; a.self = a; export default a;",
      "{b: 1, self: unknown}",
    ],
    [
      "rest and defaults",
      "const { a, ...rest } = { a: 1, b: 2, c: 3 }; const f = (x = 4, ...more) => [x, more]; export default [rest, f(), f(5, 6)];",
      "[{b: 2, c: 3}, [4, []], [5, [6]]]",
    ],
    [
      "objects from entries",
      'export default Object.fromEntries(Object.entries({ a: 1, b: 2 }).map(([k, v]) => [k + "x", v]));',
      "{ax: 1, bx: 2}",
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });
});

describe("other files", () => {
  it("runs modules that are imported for what they do", () => {
    expect(
      told('import "./apple"; import { providers } from "./registry"; export default providers;', {
        "registry.ts": "export const providers = []; export const register = (p) => { providers.push(p); };",
        "apple.ts":
          'import { register } from "./registry"; register({ domain: "https://appleid.apple.com" });',
      }),
    ).toBe('[{domain: "https://appleid.apple.com"}]');
  });

  it("reads namespaces, defaults and re-exports", () => {
    expect(
      told(
        'import * as all from "./b"; import own, { c as d } from "./b"; export default [all.c, own, d, all.missing];',
        {
          "b.ts": 'export * from "./c"; export { default } from "./c";',
          "c.ts": "export const c = process.env.C; export default class { }",
        },
      ),
    ).toBe("[$C, {…}, $C, unknown]");
  });

  it("survives modules that import each other", () => {
    expect(
      told('import { b } from "./b"; export const a = "a"; export default { b };', {
        "b.ts": 'import { a } from "./a"; export const b = [a]; export const later = () => a;',
      }),
    ).toBe('{b: ["a"]}');
  });

  it("does not know what packages give, unless it is told", () => {
    const text =
      'import { issuer } from "some-package/auth"; export default { issuer: issuer({ id: process.env.X }) };';
    expect(told(text)).toBe("{issuer: unknown}");
    const options: EvaluateOptions = {
      packageFunctions: {
        "some-package/auth#issuer": (call) => call.member(call.args[0] ?? call.env("NONE"), "id"),
      },
    };
    expect(told(text, {}, options)).toBe("{issuer: $X}");
  });
});

describe("environment variables", () => {
  it.each<[string, string, string]>([
    [
      "destructuring with a default",
      'const { A, B = "d", ...rest } = process.env; export default [A, B, rest.C];',
      '[$A, ($B ?? "d"), $C]',
    ],
    [
      "a computed name",
      'const get = (name) => process.env[`WORKOS_${name}`]; export default get("ID");',
      "$WORKOS_ID",
    ],
    ["a name that is not known", "export default (name) => 1, process.env[other()];", "unknown"],
    [
      "node:process",
      'import process, { env } from "node:process"; export default [process.env.A, env.B];',
      "[$A, $B]",
    ],
    ["Deno and Bun", 'export default [Deno.env.get("A"), Bun.env.B];', "[$A, $B]"],
    [
      "an environment that is passed on",
      "const read = (env) => env.A; export default read(process.env);",
      "$A",
    ],
    ["a shadowed process", "const process = { env: { A: 1 } }; export default process.env.A;", "1"],
    [
      "a process of which only the type is declared, as a variable",
      "declare var process: { env: Record<string, string> }; let later; export default process.env.A;",
      "$A",
    ],
    [
      "a process whose types alone are declared",
      "declare const process: { env: { A?: string } }; const id = process.env.A; export default `x/${id}`;",
      "`x/${$A}`",
    ],
    [
      "t3-env with defaults, transforms and names that are not declared",
      `import { createEnv } from "@t3-oss/env-nextjs"; import { z } from "zod";
       const env = createEnv({ server: { A: z.string(), T: z.string().transform(f), D: z.string().default("d"), N: z.coerce.number() },
         client: { NEXT_PUBLIC_B: z.url() }, experimental__runtimeEnv: { NEXT_PUBLIC_B: process.env.NEXT_PUBLIC_B } });
       export default [env.A, env.T, env.D, env.N, env.NEXT_PUBLIC_B, env.MISSING];`,
      '[$A, unknown, ($D ?? "d"), unknown, $NEXT_PUBLIC_B, undefined]',
    ],
    [
      "zod's safeParse",
      'import * as z from "zod/v4"; const parsed = z.object({ A: z.string() }).strict().safeParse(process.env); export default parsed.data.A;',
      "$A",
    ],
    [
      "a zod schema that changes the object",
      'import { z } from "zod"; export default z.object({ A: z.string() }).transform(f).parse(process.env).A;',
      "unknown",
    ],
    [
      "envalid",
      'import { cleanEnv, str, num } from "envalid"; const env = cleanEnv(process.env, { A: str(), D: str({ default: "d" }), N: num() }); export default [env.A, env.D, env.N];',
      '[$A, ($D ?? "d"), unknown]',
    ],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toBe(expected);
  });
});

describe("hostile code", () => {
  it.each<[string, string]>([
    ["a long sum", `export default "a"${' + "b"'.repeat(1500)};`],
    ["deep arrays", `export default ${"[".repeat(300)}${"]".repeat(300)};`],
    ["a long chain of members", `export default a${".b".repeat(20_000)};`],
    ["a long chain of calls", `export default a${"()".repeat(5000)};`],
    ["doubling strings", `let a = "xx";\n${"a = a + a;\n".repeat(100)}export default a;`],
    ["doubling lists", `let a = [1];\n${"a = [...a, ...a];\n".repeat(100)}export default a;`],
    ["doubling objects", `let a = { k: 1 };\n${"a = { l: a, r: a };\n".repeat(100)}export default a;`],
    [
      "doubling choices",
      `let a = 1;\n${"a = process.env.X ? [a, a] : { a };\n".repeat(100)}export default a;`,
    ],
    [
      "doubling conditions",
      `const l = [];\n${"if (!process.env.X || l[0]) l.push(l.slice());\n".repeat(60)}export default l;`,
    ],
    ["calls that multiply", "const f = (n) => [f(n + 1), f(n + 1), f(n + 1)]; export default f(0);"],
    ["a slow pattern", `export default "${"a".repeat(5000)}b".replace(/(a+)+$/, "");`],
    ["a getter that calls itself", "const o = { get a() { return o.a; } }; export default o;"],
  ])("%s ends", (_, text) => {
    expect(told(text).length).toBeLessThan(2_000_000);
  });
});
