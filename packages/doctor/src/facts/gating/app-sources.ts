import type { ModuleGraph } from "../../source/module-graph.ts";
import type { ParsedModule } from "../../source/parse.ts";
import { folderOf } from "../../source/path.ts";
import type { Reading } from "../reading.ts";
import { isTestCode } from "../test-code.ts";
import { importIndex } from "./import-index.ts";
import { type App, isSourceOf, type WorkspaceFact } from "../workspace/workspace.ts";

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const NO_APP_CODE = /\.d\.[cm]?ts$|(?:^|\/)(?:_generated|\.next|dist|build)\//;

/** The source files of one app, those of the packages it uses included; texts are read when they are first asked for. */
export interface AppSources {
  readonly graph: ModuleGraph;
  readonly app: App;
  /** Whether a path is one of its source files. */
  has(path: string): boolean;
  /** Whether one of its source files is such a path. */
  some(is: (path: string) => boolean): boolean;
  /**
   * The parsed files whose text matches every pattern; files that cannot be parsed are left out. Patterns are tried in
   * their order, so the cheapest and the rarest come first.
   */
  matching(...patterns: RegExp[]): ParsedModule[];
  /** The parsed files that import something under one of some names, or from a file of such a name. */
  importing(names: readonly string[]): ParsedModule[];
}

/** Lists the sources of an app. Convex functions, tests and stories are no part of what it renders. */
export function appSources({ files, graph }: Reading, app: App, workspace: WorkspaceFact): AppSources {
  const ownFolders = new Map<string, boolean>();
  const functionFolders = workspace.backends.map(({ functionsDir }) => `${functionsDir}/`);
  const paths = files.files.filter((path) => {
    if (!SOURCE_FILE.test(path) || NO_APP_CODE.test(path) || isTestCode(path, files)) return false;
    if (functionFolders.some((folder) => folder !== "/" && path.startsWith(folder))) return false;
    const folder = folderOf(path);
    let isOwn = ownFolders.get(folder);
    if (isOwn === undefined) {
      isOwn = isSourceOf(path, app, workspace);
      ownFolders.set(folder, isOwn);
    }
    return isOwn;
  });
  const own = new Set(paths);
  let texts: { path: string; text: string }[] | undefined;
  let index: ReturnType<typeof importIndex> | undefined;
  const readTexts = (): { path: string; text: string }[] =>
    (texts ??= paths.flatMap((path) => {
      const text = files.read(path);
      return text === undefined ? [] : [{ path, text }];
    }));
  const parsed = (path: string): ParsedModule[] => {
    const module = graph.module(path);
    return module === undefined || module.unparsable !== null ? [] : [module];
  };
  return {
    graph,
    app,
    has: (path) => own.has(path),
    some: (is) => paths.some(is),
    matching: (...patterns) =>
      readTexts().flatMap(({ path, text }) => (patterns.every((it) => it.test(text)) ? parsed(path) : [])),
    importing: (names) => (index ??= importIndex(readTexts()))(names).flatMap(parsed),
  };
}
