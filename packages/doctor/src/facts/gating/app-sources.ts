import type { ModuleGraph } from "../../source/module-graph.ts";
import type { ParsedModule } from "../../source/parse.ts";
import { folderOf } from "../../source/path.ts";
import type { Reading } from "../reading.ts";
import type { SourceText } from "../source-texts.ts";
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
  /**
   * As `matching`, but only among the files that may say something about auth, Convex or routes: for patterns that match in no
   * other. Those are at hand, while `matching` may have to read all once more.
   */
  mentioning(...patterns: RegExp[]): ParsedModule[];
  /** The parsed files that import something under one of some names, or from a file of such a name. */
  importing(names: readonly string[]): ParsedModule[];
}

/** Lists the sources of an app. Convex functions, tests and stories are no part of what it renders. */
export function appSources(
  { files, graph, sources }: Reading,
  app: App,
  workspace: WorkspaceFact,
): AppSources {
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
  let kept: SourceText[] | undefined;
  let texts: SourceText[] | undefined;
  let index: ReturnType<typeof importIndex> | undefined;
  const readTexts = (read: (path: string) => string | undefined): SourceText[] =>
    paths.flatMap((path) => {
      const text = read(path);
      return text === undefined ? [] : [{ path, text }];
    });
  const parsed = (path: string): ParsedModule[] => {
    const module = graph.module(path);
    return module === undefined || module.unparsable !== null ? [] : [module];
  };
  const matchingIn = (all: readonly SourceText[], patterns: readonly RegExp[]): ParsedModule[] =>
    all.flatMap(({ path, text }) => (patterns.every((it) => it.test(text)) ? parsed(path) : []));
  return {
    graph,
    app,
    has: (path) => own.has(path),
    some: (is) => paths.some(is),
    matching: (...patterns) => matchingIn((texts ??= readTexts((path) => files.read(path))), patterns),
    mentioning: (...patterns) => matchingIn((kept ??= readTexts((path) => sources.kept(path))), patterns),
    importing: (names) =>
      (index ??= importIndex(paths, (path) => sources.importWords(path) ?? ""))(names).flatMap(parsed),
  };
}
