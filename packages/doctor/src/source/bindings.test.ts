import { describe, expect, it } from "vitest";
import { memoryFiles } from "../project-files/memory-files.ts";
import type { Origin } from "./binding-resolver.ts";
import {
  functionOf,
  isPackageExport,
  propertyOrigin,
  resolveExport,
  resolveIdentifier,
  returnedExpressions,
} from "./bindings.ts";
import { createModuleGraph } from "./module-graph.ts";
import type { Node } from "./parse.ts";
import { walk } from "./walk.ts";

/** Resolves what is passed to `look(...)` in the first file; every shape of an origin as one line of text. */
function origins(texts: Record<string, string> | string): string[] {
  const files = typeof texts === "string" ? { "a.tsx": texts } : texts;
  const graph = createModuleGraph(memoryFiles(files));
  const module = graph.module(Object.keys(files)[0] ?? "");
  if (module === undefined) throw new Error("There is no file.");
  expect(module.unparsable).toBeNull();
  const found: string[] = [];
  walk(module.program, (node) => {
    if (node.type === "JSXOpeningElement") found.push(shown(resolveIdentifier(graph, module, node.name)));
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "look")
      return;
    for (const argument of node.arguments) found.push(shown(resolveIdentifier(graph, module, argument)));
  });
  return found;
}

function shown(origin: Origin): string {
  switch (origin.kind) {
    case "package":
      return `${origin.package}${origin.subpath && `/${origin.subpath}`}#${[origin.exported, ...origin.members].join(".")}`;
    case "local":
      return `${origin.module.path}:${[origin.declaration?.name ?? "default", ...origin.members].join(".")} = ${origin.value?.type ?? "nothing"}`;
    case "parameter":
      return `parameter ${[origin.declaration.parameter, ...origin.members].join(".")}`;
    case "module":
      return `module ${origin.module.path}`;
    case "global":
      return `global ${[origin.name, ...origin.members].join(".")}`;
    case "unknown":
      return "unknown";
  }
}

const AUTHKIT = "@workos-inc/authkit-react";

describe("imports", () => {
  it.each([
    [`import { useAuth } from "${AUTHKIT}"; look(useAuth)`, `${AUTHKIT}#useAuth`],
    [`import { useAuth as u } from "${AUTHKIT}"; look(u)`, `${AUTHKIT}#useAuth`],
    [`import * as authkit from "${AUTHKIT}"; look(authkit.useAuth)`, `${AUTHKIT}#useAuth`],
    [`import * as authkit from "${AUTHKIT}"; look(authkit)`, `${AUTHKIT}#*`],
    [`import Link from "next/link"; look(Link)`, "next/link#default"],
    [`import { default as L } from "next/link"; look(L)`, "next/link#default"],
    [`import { auth } from "x"; look(auth.api.signIn)`, "x#auth.api.signIn"],
    [`import { auth } from "x"; look(auth["api"]!.signIn as F)`, "x#auth.api.signIn"],
    [`const { useAuth } = require("${AUTHKIT}"); look(useAuth)`, `${AUTHKIT}#useAuth`],
    [`const { useAuth } = await import("${AUTHKIT}"); look(useAuth)`, `${AUTHKIT}#useAuth`],
    [`import kit = require("${AUTHKIT}"); look(kit.useAuth)`, `${AUTHKIT}#useAuth`],
    [`import * as kit from "${AUTHKIT}"; const { useAuth: u } = kit; look(u)`, `${AUTHKIT}#useAuth`],
    [
      `import { useAuth } from "${AUTHKIT}"; const use = useAuth; const use2 = use; look(use2)`,
      `${AUTHKIT}#useAuth`,
    ],
    [
      `import { useAuth } from "${AUTHKIT}"; const hooks = { session: useAuth }; look(hooks.session)`,
      `${AUTHKIT}#useAuth`,
    ],
    [`look(window.location.href)`, "global window.location.href"],
    [`look(missing[name])`, "unknown"],
    [`import { a } from "./missing"; look(a)`, "unknown"],
  ])("%s", (text, expected) => {
    expect(origins(text)).toEqual([expected]);
  });

  it("resolves the names of JSX elements", () => {
    expect(
      origins(
        `import Link from "next/link"; import * as C from "convex/react"; <><Link /><C.Authenticated /><a /></>`,
      ),
    ).toEqual(["next/link#default", "convex/react#Authenticated", "global a"]);
  });
});

describe("scopes", () => {
  const imported = `import { useAuth } from "${AUTHKIT}";`;

  it.each([
    ["a parameter", "function f(useAuth) { look(useAuth) }", "parameter 0"],
    ["a destructured parameter", "const f = ({ x: { useAuth } }) => look(useAuth)", "parameter 0.x.useAuth"],
    ["a second parameter with a default", "function f(a, useAuth = 1) { look(useAuth) }", "parameter 1"],
    [
      "a constant of a block",
      "{ const useAuth = () => 1; look(useAuth) }",
      "a.tsx:useAuth = ArrowFunctionExpression",
    ],
    [
      "a function that is declared later",
      "{ look(useAuth); function useAuth() {} }",
      "a.tsx:useAuth = FunctionDeclaration",
    ],
    [
      "a var in a nested block",
      "function f() { look(useAuth); if (x) { var useAuth = g(); } }",
      "a.tsx:useAuth = CallExpression",
    ],
    ["a caught error", "try {} catch (useAuth) { look(useAuth) }", "parameter -1"],
    ["a variable of a loop", "for (const useAuth of list) look(useAuth)", "a.tsx:useAuth = nothing"],
    [
      "the name of a function expression",
      "(function useAuth() { look(useAuth) })",
      "a.tsx:useAuth = FunctionExpression",
    ],
    ["a class", "{ class useAuth { m() { look(useAuth) } } }", "a.tsx:useAuth = ClassDeclaration"],
    [
      "a case of a switch",
      "switch (x) { case 1: const useAuth = f(); look(useAuth) }",
      "a.tsx:useAuth = CallExpression",
    ],
  ])("%s shadows an import", (_, text, expected) => {
    expect(origins(imported + text)).toEqual([expected]);
  });

  it.each([
    ["a block that has ended", "{ const useAuth = 1; } look(useAuth)"],
    ["an inner function", "function f() { function g(useAuth) {} look(useAuth) }"],
    ["a type of the same name", "function f() { look(useAuth) } namespace N { const useAuth = 1; }"],
    ["a property", "const o = { useAuth: 1 }; look(useAuth)"],
    ["the body, for a default of a parameter", "function f(a = look(useAuth)) { var useAuth = 1; }"],
  ])("%s does not", (_, text) => {
    expect(origins(imported + text)).toEqual([`${AUTHKIT}#useAuth`]);
  });

  it("does not judge a name that is assigned again or declared twice", () => {
    expect(origins(`${imported} let u = useAuth; u = other; look(u)`)).toEqual(["unknown"]);
    expect(origins(`${imported} let u = useAuth; look(u)`)).toEqual([`${AUTHKIT}#useAuth`]);
    expect(origins("var a = f(); var a = g(); look(a)")).toEqual(["unknown"]);
  });
});

describe("re-exports", () => {
  it("follows barrels, renamed exports, defaults, namespaces and aliases through files", () => {
    const texts = {
      "a.ts": [
        'import { useAuth, session, kit, useOwn } from "./barrel";',
        'import Default, { viaConst } from "./barrel";',
        'import * as all from "./barrel";',
        "look(useAuth, session, kit.useAuth, Default, viaConst, useOwn, all.useAuth, all)",
      ].join("\n"),
      "barrel.ts": [
        'export * from "./hooks";',
        `export { useAuth as session } from "${AUTHKIT}";`,
        `export * as kit from "${AUTHKIT}";`,
        'export { default } from "./component";',
        'import { useAuth as viaConst } from "./hooks"; export { viaConst };',
      ].join("\n"),
      "hooks.ts": `export { useAuth } from "${AUTHKIT}"; export function useOwn() {}`,
      "component.tsx": 'import Link from "next/link"; const Own = Link; export default Own;',
    };
    expect(origins(texts)).toEqual([
      `${AUTHKIT}#useAuth`,
      `${AUTHKIT}#useAuth`,
      `${AUTHKIT}#useAuth`,
      "next/link#default",
      `${AUTHKIT}#useAuth`,
      "hooks.ts:useOwn = FunctionDeclaration",
      `${AUTHKIT}#useAuth`,
      "module barrel.ts",
    ]);
  });

  it("takes a name from the only package among several stars, and gives up where there are two", () => {
    const one = `export * from "./own"; export * from "${AUTHKIT}";`;
    const texts = {
      "a.ts": 'import { useAuth, own } from "./barrel"; look(useAuth, own)',
      "own.ts": "export const own = () => 1;",
    };
    expect(origins({ ...texts, "barrel.ts": one })).toEqual([
      `${AUTHKIT}#useAuth`,
      "own.ts:own = ArrowFunctionExpression",
    ]);
    expect(origins({ ...texts, "barrel.ts": `${one} export * from "other";` })[0]).toBe("unknown");
    expect(origins({ ...texts, "barrel.ts": `${one} export * from "./missing";` })[0]).toBe("unknown");
  });

  it("survives circles", () => {
    const texts = {
      "a.ts": 'import { x, y } from "./b"; look(x, y); export { x } from "./b"; export * from "./b";',
      "b.ts": 'export { x } from "./a"; export * from "./a"; export * from "./b";',
    };
    expect(origins(texts)).toEqual(["unknown", "unknown"]);
    expect(origins({ "a.ts": "const a = b; const b = a; look(a)" })).toEqual(["unknown"]);
  });

  it("reads CommonJS exports", () => {
    const texts = {
      "a.ts": 'import config, { use } from "./b"; const { named } = require("./c"); look(config, use, named)',
      "b.js": `const { useAuth } = require("${AUTHKIT}"); module.exports = { use: useAuth };`,
      "c.js": "exports.named = function () {};",
    };
    expect(origins(texts)).toEqual([
      "b.js:default = ObjectExpression",
      `${AUTHKIT}#useAuth`,
      "c.js:default = FunctionExpression",
    ]);
  });

  it("resolves exports by name", () => {
    const graph = createModuleGraph(memoryFiles({ "a.ts": "export default () => 1; export class A {}" }));
    expect(shown(resolveExport(graph, "a.ts", "default"))).toBe("a.ts:default = ArrowFunctionExpression");
    expect(shown(resolveExport(graph, "a.ts", "A"))).toBe("a.ts:A = ClassDeclaration");
    expect(shown(resolveExport(graph, "a.ts", "B"))).toBe("unknown");
  });
});

describe("results of calls", () => {
  function property(text: string, files: Record<string, string> = {}): string | undefined {
    const graph = createModuleGraph(memoryFiles({ "a.tsx": text, ...files }));
    const module = graph.module("a.tsx");
    let argument: Node | undefined;
    if (module === undefined) return undefined;
    walk(module.program, (node) => {
      if (node.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "look")
        return;
      argument = node.arguments[0];
    });
    const found = argument && propertyOrigin(graph, module, argument);
    return found && `${shown(found.callee)}() ${found.property.join(".")}`.trimEnd();
  }
  const imported = `import { useAuth } from "${AUTHKIT}";`;

  it.each([
    ["const { user, isLoading: loading } = useAuth(); look(loading)", "isLoading"],
    ["const { isLoading: loading = true } = useAuth(); look(loading)", "isLoading"],
    ["const auth = useAuth(); look(auth.isLoading)", "isLoading"],
    ["const auth = useAuth(); const { isLoading } = auth; look(isLoading)", "isLoading"],
    ["const { user, ...rest } = useAuth(); look(rest.isLoading)", "isLoading"],
    ["look(useAuth().user?.id)", "user.id"],
    ["const auth = useAuth(); look(auth)", ""],
    ["const [token] = useAuth(); look(token)", "[0]"],
  ])("%s", (text, members) => {
    expect(property(`${imported} ${text}`)).toBe(`${AUTHKIT}#useAuth() ${members}`.trimEnd());
  });

  it("tells a wrapper of the project from the package's own", () => {
    expect(
      property('import { useAuth } from "./auth"; look(useAuth().isAuthenticated)', {
        "auth.ts": "export function useAuth() {}",
      }),
    ).toBe("auth.ts:useAuth = FunctionDeclaration() isAuthenticated");
  });

  it("does not follow what is not as direct", () => {
    expect(property(`${imported} const loading = useAuth().isLoading || x; look(loading)`)).toBeUndefined();
    expect(property("function f({ isLoading }) { look(isLoading) }")).toBeUndefined();
  });
});

describe("functions", () => {
  it("sees through the wrappers of React", () => {
    const graph = createModuleGraph(
      memoryFiles({
        "a.tsx":
          "export const f = useCallback(async () => { if (a) return 1; const g = () => { return 3 }; return g; }, []);",
      }),
    );
    const found = functionOf(resolveExport(graph, "a.tsx", "f"));
    expect(found?.type).toBe("ArrowFunctionExpression");
    expect(found && returnedExpressions(found).map((node) => node.type)).toEqual(["Literal", "Identifier"]);
    expect(functionOf({ kind: "global", name: "x", members: [] })).toBeUndefined();
  });

  it("tells exports of packages apart", () => {
    const origin: Origin = {
      kind: "package",
      package: AUTHKIT,
      subpath: "",
      exported: "useAuth",
      members: [],
    };
    expect(isPackageExport(origin, AUTHKIT, "useAuth")).toBe(true);
    expect(isPackageExport(origin, /^@workos-inc\//, ["useAuth", "useAccessToken"], "")).toBe(true);
    expect(isPackageExport({ ...origin, members: ["x"] }, AUTHKIT, "useAuth")).toBe(false);
    expect(isPackageExport(origin, AUTHKIT, "useAuth", "components")).toBe(false);
  });
});
