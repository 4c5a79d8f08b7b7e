import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../right-projects/load.ts";
import { parseModule, type Node, type ParsedModule } from "./parse.ts";

/** Makes a text large enough for its tree to be made in parts. */
const large = (text: string): string => `${text}\n\nexport const filling = "${"x".repeat(2_000)}";\n`;

const parse = (text: string): ParsedModule => parseModule("a.tsx", large(text));

/** A tree as plain data, without the way back. */
const plain = (node: Node): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === "parent"
        ? undefined
        : typeof value === "bigint" || value instanceof RegExp
          ? String(value)
          : value,
    ),
  );

const TEXT = `
"use client";
import { one } from "./one";
const two = one + 1, pattern = /two+/u, large = 12n;
export function three() { return <p>{two}</p>; }
export default class Four { five = three(); }
`;

describe("a tree that is made in parts", () => {
  it("is the tree that is made as a whole", () => {
    const inParts = parse(TEXT);
    for (const word of ["Four", "one", "three"]) inParts.statementsMentioning(word);
    expect(plain(inParts.program)).toEqual(plain(parseModule("a.tsx", large(TEXT)).program));
  });

  it.each(["vite-spa", "nextjs-monorepo"] as const)(
    "is so for every source of the right project %s",
    (name) => {
      for (const [path, text] of Object.entries(loadRightProject(name))) {
        if (!/\.tsx?$/.test(path)) continue;
        const whole = parseModule(path, large(text));
        const nodes = whole.nodes.map(({ type, start }) => [type, start]);
        const inParts = parseModule(path, large(text));
        inParts.nodesMentioning("filling");
        for (const { imported } of inParts.imports) inParts.nodesMentioning(imported ?? "");
        expect(inParts.nodes.map(({ type, start }) => [type, start])).toEqual(nodes);
      }
    },
  );

  it("has each node once, however it was asked for", () => {
    const module = parse(TEXT);
    const [three] = module.statementsMentioning("function three");
    const nodes = module.nodesMentioning("function three");
    expect(nodes[0]).toBe(three);
    expect(module.statementsMentioning(/three\(\) \{/)).toEqual([three]);
    expect(module.program.body).toContain(three);
    for (const node of nodes) expect(module.nodes).toContain(node);
    expect(three?.parent).toBe(module.program);
    expect(module.nodes[0]).toBe(module.program);
  });

  it("gives regular expressions and big integers their values in every part", () => {
    const values = parse(TEXT)
      .nodesMentioning("pattern")
      .flatMap((node) => (node.type === "Literal" ? [node.value] : []));
    expect(values).toContainEqual(/two+/u);
    expect(values).toContain(12n);
  });

  it("keeps decorators with what they are written before", () => {
    const [statement] = parse(
      `import { deco } from "./deco";\n@deco export class Five {}`,
    ).statementsMentioning("Five");
    expect(plain(statement as Node)).toMatchObject({
      type: "ExportNamedDeclaration",
      declaration: { decorators: [{ expression: { name: "deco" } }] },
    });
  });
});

describe("statements that mention something", () => {
  const typesOf = (module: ParsedModule, words: string | RegExp): string[] =>
    module.statementsMentioning(words).map(({ type }) => type);

  it("are those with the words in them, and their neighbours that are neither imported nor exported", () => {
    const module = parse(TEXT);
    expect(typesOf(module, "two")).toEqual(["VariableDeclaration", "ExportNamedDeclaration"]);
    expect(typesOf(module, /five|pattern/)).toEqual(["VariableDeclaration", "ExportDefaultDeclaration"]);
    expect(typesOf(module, "use client")).toEqual(["ExpressionStatement"]);
    expect(typesOf(module, "nowhere")).toEqual([]);
  });

  it("are all of a small module", () => {
    expect(parseModule("a.ts", "const a = 1; const b = 2;").statementsMentioning("b")).toHaveLength(2);
  });

  it("are all where a name may be written with escapes", () => {
    const module = parse("export const \\u0061b = 1;\nexport const c = ab;");
    expect(module.statementsMentioning("ab")).toHaveLength(3);
  });

  it("are none of a module that cannot be parsed", () => {
    expect(parse("const = 1;").statementsMentioning("filling")).toEqual([]);
  });
});
