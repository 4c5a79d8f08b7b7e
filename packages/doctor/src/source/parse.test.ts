import * as fc from "fast-check";
import { visitorKeys } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { isNestedTooDeeply } from "./nesting.ts";
import { parseModule } from "./parse.ts";
import type { Node } from "./parse.ts";
import { nodesAround, walk } from "./walk.ts";

const EVERY_KIND_OF_SYNTAX = `
import a, { b as c, type D } from "m" with { type: "json" };
import * as ns from "n";
export { c as "x", ns };
export * as y from "z";
export default async function* f<T extends D>(this: T, { p = 1, ...q }: D, [r, , s]: T[], ...t: any[]): AsyncGenerator<T> {
  label: for await (const u of q) { if (u) continue label; else break; }
  for (let i = 0, j = 9; i < j; i++, j--) { do { yield* s; } while (r?.[i]?.(j) ?? null); }
  for (const key in q) while (key) { switch (key) { case "a": await r; default: throw new Error(\`\${p} \${key}\`, { cause: s }); } }
  try { return typeof t === "object" ? /re/u : 12n; } catch ({ message }) { delete q.a; } finally { debugger; }
  var [g = 1, { h: { k } }] = [, ...t];
}
@decorate({ of: 1 })
abstract class K<T> extends (ns.Base as typeof ns.Base)<T> implements D {
  static #p = new.target; declare x: string; static { this.#p = import.meta; } @field() accessor y = #p in K;
  constructor(private readonly z: string, @inject() w?: number) { super(z); }
  get v(): T { return super.v; } set v(value) {} abstract m(): void; async *[Symbol.iterator]() {}
}
enum E { A = 1, B = A << 2 }
declare module "other" { const e: unique symbol; }
namespace N.M { export const o = { ["c" + 1]: 1, async m() {}, get n() { return 1 }, a, ...ns, __proto__: null } satisfies object; }
type M<T> = { readonly [P in keyof T as \`get\${P & string}\`]?: T[P] extends infer U ? (U extends string ? 1 : 2)[] : [first: T, rest?: D] };
interface I<T> extends D { (a: T): void; new (a: T): I<T>; readonly [key: string]: T | undefined; m?<V>(v: V): asserts v is T & V; }
export = a;
import common = require("common");
const element = <a.b c="d" {...e} f={<></>} g:h><I.J>{/* none */}{...k} text &amp; more {x!}</I.J></a.b>;
const tagged = tag<D>\`a\${1}b\`, regular = (x) => ({ x }), later = async () => import("./later.ts", { with: {} });
[a.b, { c: ns.d = 5 }] = (1, void 0, -x ** 2, !y || (z &&= 3));
`;

function typesIn(path: string, text: string): string[] {
  const types: string[] = [];
  walk(parseModule(path, text).program, (node) => void types.push(node.type));
  return types;
}

describe("parsing", () => {
  it.each(["a.ts", "a.mts", "a.cts"])("reads type assertions in %s", (path) => {
    expect(typesIn(path, "const a = <string>b;")).toContain("TSTypeAssertion");
  });

  it.each(["a.js", "a.jsx", "a.mjs", "a.cjs", "a.tsx"])("reads JSX in %s", (path) => {
    expect(typesIn(path, "const a = <Link href='/'>x</Link>;")).toContain("JSXOpeningElement");
  });

  it("reads sloppy scripts and CommonJS", () => {
    expect(parseModule("a.js", "with (a) {} module.exports = { b: 1 };").unparsable).toBeNull();
    expect(parseModule("a.cjs", "return module.exports;").unparsable).toBeNull();
    expect(parseModule("a.cjs", "import a from 'a';").unparsable).toBeNull();
  });

  it("has no nodes for parentheses", () => {
    expect(typesIn("a.ts", "((a));")).toEqual(["Program", "ExpressionStatement", "Identifier"]);
  });

  it.each(["a.ts", "a.tsx", "a.js", "a.mjs"])("gives template characters their own range in %s", (path) => {
    const text = "const a = `é${b}/user_management/${c}`;";
    const parsed = parseModule(path, text);
    const ranges: string[] = [];
    walk(parsed.program, (node) => {
      if (node.type === "TemplateElement") ranges.push(text.slice(node.start, node.end));
    });
    expect(ranges).toEqual(["é", "/user_management/", ""]);
  });

  it("counts UTF-16 columns from 1 behind characters outside the basic plane", () => {
    const parsed = parseModule("a.ts", 'const a = "漢😀"; foo();');
    const call = parsed.program.body[1];
    expect(call && parsed.locationOf(call)).toEqual({ file: "a.ts", line: 1, column: 18 });
  });

  it.each([
    ["\n", "LF"],
    ["\r\n", "CRLF"],
    ["\r", "CR"],
  ])("counts lines that end in %j", (end) => {
    const parsed = parseModule("a.ts", ["a;", "", "  b;"].join(end));
    const second = parsed.program.body[1];
    expect(second && parsed.locationOf(second)).toEqual({ file: "a.ts", line: 3, column: 3 });
  });

  it("tells every node its parent", () => {
    const parsed = parseModule("a.tsx", "export default () => <A b={c ? `${d}` : <e />} />;");
    const named = parsed.nodes.find((node) => node.type === "Identifier" && node.name === "d");
    expect(named && nodesAround(named, parsed.program).map(({ type }) => type)).toEqual([
      "Program",
      "ExportDefaultDeclaration",
      "ArrowFunctionExpression",
      "JSXElement",
      "JSXOpeningElement",
      "JSXAttribute",
      "JSXExpressionContainer",
      "ConditionalExpression",
      "TemplateLiteral",
    ]);
    expect(parsed.nodes.filter(({ parent }) => !parent)).toEqual([parsed.program]);
  });

  it("lists imports, exports, re-exports and dynamic imports", () => {
    const parsed = parseModule(
      "a.ts",
      [
        'import d, { a as b, type T } from "m";',
        'import * as ns from "n";',
        'import "side";',
        'export { b as c, own as "quoted name" };',
        "export const { x, y: [z] } = d();",
        'export * from "s";',
        'export * as t from "u";',
        "export default function named() {}",
        'const own = import("lazy"); import(x);',
      ].join("\n"),
    );
    expect(
      parsed.imports.map(({ specifier, imported, local, typeOnly }) => [
        specifier,
        imported,
        local,
        typeOnly,
      ]),
    ).toEqual([
      ["m", "default", "d", false],
      ["m", "a", "b", false],
      ["m", "T", "T", true],
      ["n", "*", "ns", false],
      ["side", null, null, false],
    ]);
    expect(parsed.exports.map(({ exported, local, from }) => [exported, local, from])).toEqual([
      ["c", null, { specifier: "m", imported: "a" }],
      ["quoted name", "own", null],
      ["x", "x", null],
      ["z", "z", null],
      ["*", null, { specifier: "s", imported: "*" }],
      ["t", null, { specifier: "u", imported: "*" }],
      ["default", "named", null],
    ]);
    expect(parsed.dynamicImports.map(({ specifier }) => specifier)).toEqual(["lazy"]);
  });

  it("lists comments", () => {
    const text = "// convex-authkit-ignore x: y\nfoo(); /* z */";
    const parsed = parseModule("a.ts", text);
    expect(parsed.comments.map((comment) => [comment.text, text.slice(comment.start, comment.end)])).toEqual([
      [" convex-authkit-ignore x: y", "// convex-authkit-ignore x: y"],
      [" z ", "/* z */"],
    ]);
  });
});

describe("files that cannot be parsed", () => {
  it("names the place of a syntax error and has an empty tree", () => {
    const parsed = parseModule("a.ts", "const a = 1;\nconst b: number = ;\n");
    expect(parsed.unparsable).toEqual({ message: "Unexpected token", line: 2, column: 19 });
    expect(parsed.program.body).toEqual([]);
  });

  it("recognises an unresolved merge conflict by the line of its first marker", () => {
    const text = [
      "const a = 1;",
      "<<<<<<< HEAD",
      "const b = 1;",
      "=======",
      "const b = 2;",
      ">>>>>>> main",
      "",
    ].join("\n");
    expect(parseModule("a.ts", text).unparsable).toEqual({
      message: "There is an unresolved merge conflict.",
      line: 2,
      column: 1,
    });
    const inObject = "export default {\n<<<<<<< HEAD\n  a: 1,\n=======\n  a: 2,\n>>>>>>> x\n};";
    expect(parseModule("a.js", inObject).unparsable?.line).toBe(2);
  });

  it("keeps a tree beside complaints that leave it whole", () => {
    const parsed = parseModule("a.ts", "return 1;");
    expect(parsed.unparsable).toBeNull();
    expect(parsed.errors).toHaveLength(1);
    expect(parsed.program.body).toHaveLength(1);
  });

  it("does not hand hostile nesting to the native parser, which would end the process", () => {
    const deep = 200_000;
    const texts = [
      "(".repeat(deep),
      "x=" + "[".repeat(deep) + "]".repeat(deep),
      "x=" + "{a:".repeat(deep),
      "x=1" + "+1".repeat(deep),
      "x=" + "!".repeat(deep) + "1",
      "x=" + "a?b:".repeat(deep) + "c",
      "x=" + "a=>".repeat(deep) + "1",
      "a=".repeat(deep) + "1",
      "new ".repeat(deep) + "a",
      "typeof ".repeat(deep) + "a",
      "x=" + "`${".repeat(deep),
      "x=" + "<a>".repeat(deep),
      "type x=" + "a<".repeat(deep),
      "if(a){}else ".repeat(deep) + "{}",
      "if(a)".repeat(deep) + "b",
      "{".repeat(deep) + "}".repeat(deep),
      "a:".repeat(deep) + "b",
      "'(((' + (".repeat(deep),
      "type x = a" + "[]".repeat(deep),
      "a" + "(b)".repeat(deep),
    ];
    for (const text of texts) {
      expect(parseModule("a.tsx", text).unparsable, text.slice(0, 20)).toMatchObject({ line: 1, column: 1 });
    }
  });

  it("does not mistake long ordinary code for hostile nesting", () => {
    const component = `export function A() {\n  return (\n    <ul>\n${'      <li className="a-b c-d"><a href="/x">It\'s (one) {item.name}</a></li>\n'.repeat(400)}    </ul>\n  );\n}\n`;
    const table = `export default {\n${Array.from({ length: 3000 }, (_, i) => `  "key.${i}": ["(", ${i}, { a: x ? y : -z }],`).join("\n")}\n}\n`;
    const withoutSemicolons = 'const a = b + c\nfoo("(((", (x) => x - 1)\n// it\'s (a\n'.repeat(2000);
    for (const text of [component, table, withoutSemicolons]) expect(isNestedTooDeeply(text)).toBe(false);
  });
});

describe("walking", () => {
  it("visits in the order of the source, each node before what is inside it", () => {
    const seen: string[] = [];
    const name = (node: Node) => (node.type === "Identifier" ? node.name : node.type);
    walk(parseModule("a.ts", "f(a, g(b));").program, (node) => void seen.push(name(node)));
    expect(seen.join(" ")).toBe("Program ExpressionStatement CallExpression f a CallExpression g b");
  });

  it("visits what the parser names as children, in its order, and lists the same for the whole module", () => {
    const byParser = (node: Node): Node[] => [
      node,
      ...(visitorKeys[node.type] ?? [])
        .flatMap((key): unknown => Reflect.get(node, key))
        .filter((it): it is Node => typeof it === "object" && it !== null && "type" in it)
        .flatMap(byParser),
    ];
    const { program, nodes } = parseModule("a.tsx", EVERY_KIND_OF_SYNTAX);
    const walked: Node[] = [];
    walk(program, (node) => void walked.push(node));
    const expected = byParser(program);
    expect(new Set(expected.map(({ type }) => type)).size).toBeGreaterThan(130);
    expect(walked.length).toBe(expected.length);
    expect(walked.findIndex((node, at) => node !== expected[at])).toBe(-1);
    expect(nodes.length).toBe(walked.length);
    expect(nodes.findIndex((node, at) => node !== walked[at])).toBe(-1);
  });

  it("leaves out what is inside a node when enter returns false", () => {
    const seen: string[] = [];
    walk(parseModule("a.ts", "f(() => inner, outer);").program, (node) => {
      if (node.type === "Identifier") seen.push(node.name);
      return node.type !== "ArrowFunctionExpression";
    });
    expect(seen).toEqual(["f", "outer"]);
  });

  it("is not limited by the depth of the tree", () => {
    let count = 0;
    walk(parseModule("a.ts", `a${".b".repeat(50_000)};`).program, () => void count++);
    expect(count).toBe(100_003);
  });
});

it("never throws, whatever the text", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(
      fc.constantFrom("a.ts", "a.tsx", "a.js", "a.cjs", "a.d.ts", "a"),
      fc.string({ unit: "binary", maxLength: 300 }),
      (path, text) => {
        const parsed = parseModule(path, text);
        walk(parsed.program, (node) => void parsed.locationOf(node));
        expect(parsed.program.body.length > 0 && parsed.unparsable !== null).toBe(false);
        expect([parsed.imports, parsed.exports, parsed.dynamicImports, parsed.comments]).toBeDefined();
      },
    ),
    { numRuns: 300 },
  );
});
