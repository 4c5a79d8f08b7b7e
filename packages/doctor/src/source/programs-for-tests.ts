import * as fc from "fast-check";

/**
 * Programs that end in `return result;`, made of what configuration is made of, with environment variables in every
 * place. They are run for real to compare with what is told without running them.
 */
export function programs(): fc.Arbitrary<string> {
  const { statements } = fc.letrec<{
    expression: string;
    test: string;
    statement: string;
    statements: string;
  }>((tie) => {
    const name = fc.constantFrom("a", "b", "c");
    const list = fc.constantFrom("p", "q");
    const object = fc.constantFrom("o", "n");
    const expression = tie("expression");
    const test = tie("test");
    const template = (strings: TemplateStringsArray, ...parts: fc.Arbitrary<string>[]) =>
      fc.tuple(...parts).map((texts) => String.raw({ raw: strings.raw }, ...texts));
    return {
      test: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(
          "process.env.X",
          "process.env.Y",
          "!process.env.X",
          'process.env.Y === "y"',
          "true",
          "false",
        ),
        template`${name} === ${expression}`,
        template`!(${test})`,
        template`(${test} && ${test})`,
        template`(${test} || ${test})`,
        template`typeof ${expression} === "string"`,
        template`${expression} !== undefined`,
        template`${expression} == null`,
        expression,
      ),
      expression: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(
          "process.env.X",
          "process.env.Y",
          'process.env["X"]',
          '"s"',
          '""',
          "1",
          "0",
          "null",
          "undefined",
          "true",
        ),
        name,
        list,
        object,
        template`o.${fc.constantFrom("k", "m")}`,
        template`${object}?.k`,
        template`p[${fc.constantFrom("0", "1")}]`,
        template`(${test} ? ${expression} : ${expression})`,
        template`(${expression} ?? ${expression})`,
        template`(${expression} || ${expression})`,
        template`(${expression} && ${expression})`,
        expression.map((inner) => "`x${String(" + inner + ' ?? "")}`'),
        template`("s" + (${name} ?? ""))`,
        template`String(${expression} ?? "").trim()`,
        template`[${expression}, ${expression}]`,
        template`[...p, ${expression}]`,
        template`[...(${test} ? [${expression}] : []), ${expression}]`,
        template`{ k: ${expression} }`.map((text) => `(${text})`),
        template`({ ...o, m: ${expression} })`,
        template`({ m: 1, ...(${test} && { k: ${expression} }) })`,
        template`f(${expression})`,
        template`g(${expression}, ${test})`,
        template`p.map((x) => [x, ${expression}])`,
        template`p.filter(Boolean)`,
        template`q.concat(p).flat()`,
        template`p.filter((x) => x !== ${expression})`,
        template`p.length`,
        template`p.includes(${expression})`,
        template`Object.entries(o)`,
        template`early(${test}, ${test}, ${expression})`,
        template`o.get`,
        template`p.reduce((all, x) => [...all, x, ${expression}], [])`,
        template`p.find((x) => x === ${expression})`,
        template`p.some((x) => ${test})`,
        template`Array.from(p, (x, i) => [i, x])`,
        template`[${expression}, ${expression}].join("-")`,
        template`({ get k() { return ${expression}; } }).k`,
        template`new URL(String(${expression} ?? ""), "https://h").pathname`,
        template`String(${expression}).replace(/s+$/, "")`,
        template`p?.[0]?.length`,
        template`(() => { ${tie("statement")} return ${expression}; })()`,
      ),
      statement: fc.oneof(
        { maxDepth: 3 },
        template`${name} = ${expression};`,
        template`${name} ??= ${expression};`,
        template`${name} ||= ${expression};`,
        template`${list}.push(${expression});`,
        template`${list}.unshift(${expression});`,
        template`${object}.${fc.constantFrom("k", "m")} = ${expression};`,
        template`delete ${object}.k;`,
        template`Object.assign(${object}, ${expression});`,
        template`p = q;`,
        template`p.pop();`,
        template`if (${test}) { ${tie("statement")} }`,
        template`if (${test}) { ${tie("statement")} } else { ${tie("statement")} }`,
        template`for (const x of p.slice()) { ${name} = x; if (!x) continue; q.push(x); }`,
        template`for (const x of [1, ${expression}]) { ${tie("statement")} }`,
        template`[${expression}].forEach((x) => { q.push(x); });`,
        template`h(${list}, ${expression});`,
        template`switch (process.env.Y) { case "y": ${tie("statement")} break; default: ${tie("statement")} }`,
        template`try { a = ${expression}; } catch { b = 1; }`,
        template`{ const a = ${expression}; b = a; }`,
        template`{ const { k, m = ${expression}, ...rest } = o; b = [k, m, rest]; }`,
        template`[a, b] = [b, ${expression}];`,
        template`({ k: a, m: c = ${expression} } = n);`,
        template`{ const set = (x = ${expression}, ...more) => { c = [x, more]; }; set(${expression}); set(); }`,
        template`{ const set = () => { ${tie("statement")} }; if (${test}) set(); }`,
        template`while (!a) { a = ${expression} || "end"; }`,
        template`unknown(() => { ${tie("statement")} }, ${list});`,
        template`n.o = ${object};`,
        template`b = early(${test}, ${test}, ${expression});`,
      ),
      statements: fc.array(tie("statement"), { minLength: 1, maxLength: 6 }).map((all) => all.join("\n")),
    };
  });
  return statements.map(
    (body) => `let a = process.env.X, b = "b", c;
let p = [], q = ["q"];
const o = { k: a, get get() { return [this.k, b]; } }, n = { k: 1, o };
function unknown(callback, list) { for (let i = 0; i < 2; i++) { callback(); list.push(i); } }
function early(s, t, x) {
  if (s) { if (t) return x; c = x; } else if (!t) { return "else"; }
  p.push("early");
  switch (x) { case "s": return 1; case process.env.X: { c = 2; break; } default: if (t) return 3; }
  for (const y of [1, x]) { if (y === s) return y; }
  return { s: String(s) };
}
function f(x) { if (!x) { return "none"; } return [x]; }
function g(x, t) { if (t) return x; const list = []; list.push(x); return list; }
function h(list, x) { if (!process.env.Y) return; if (x) { list.push(x); } }
${body}
const result = { a, b, c, p, q, o, n };`,
  );
}
