import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** Where the guide's app would be: its files are never written. */
const APP = join(ROOT, "docs", "app-of-the-guide");

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules/@types")],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  allowImportingTsExtensions: true,
  paths: {
    "convex-authkit/nextjs/server": [join(ROOT, "packages/app/src/nextjs/server/index.ts")],
    "convex-authkit/*": [join(ROOT, "packages/app/src/*/index.ts")],
  },
};

/** The code blocks of the guide that say which file they are. */
function filesOfGuide(): Map<string, string> {
  const guide = readFileSync(join(ROOT, "docs/app.md"), "utf8");
  const blocks = [...guide.matchAll(/^```tsx?\n(\/\/ (\S+)\n[\s\S]*?)^```/gm)];
  return new Map(blocks.map(([, code = "", name = ""]) => [join(APP, name), code]));
}

/** What a reader has already: a component, and the backend of the Vite example. */
function filesOfReader(): Map<string, string> {
  const convex = join(ROOT, "examples/vite-spa/convex");
  const backend = readdirSync(convex, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.includes("."),
  );
  return new Map([
    [join(APP, "src/app.tsx"), '/// <reference types="vite/client" />\nexport const App = () => null;'],
    ...backend.map((name) => [join(APP, "convex", name), readFileSync(join(convex, name), "utf8")] as const),
  ]);
}

it("the guide has only code that compiles, each block with its file's name", () => {
  const guide = readFileSync(join(ROOT, "docs/app.md"), "utf8");
  const written = filesOfGuide();
  expect(written.size).toBe(guide.match(/^```tsx?$/gm)?.length);

  const files = new Map([...filesOfReader(), ...written]);
  const folders = new Set([...files.keys()].map((file) => dirname(file)));
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.directoryExists = (folder) => folders.has(folder) || (directoryExists?.(folder) ?? true);
  host.getSourceFile = (file, version, ...rest) => {
    const text = files.get(file);
    return text === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, text, version);
  };
  host.getCurrentDirectory = () => ROOT;

  const program = ts.createProgram([...written.keys()], OPTIONS, host);
  const problems = [...written.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(
    problems.map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
  ).toEqual([]);
});
