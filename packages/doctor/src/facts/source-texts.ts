import type { ProjectFiles } from "../project-files/project-files.ts";
import { importWords } from "../source/import-words.ts";
import { isTestCode } from "./test-code.ts";
import { isInDir } from "./workspace/workspace.ts";

/** Words without which a source file cannot matter: most files of a large project are never parsed. */
const RELEVANT =
  /workos|authkit|convex|sign-?_?(?:in|out|up)|log-?_?(?:in|out)|useAuth|getUserIdentity|setAuth|useQuery|_generated/i;

/**
 * Words of which one stands in every text that is looked through once more: those above, and what the readers of an app's user
 * interface ask for. Other texts are not kept: a large project has thousands of them, and memory costs more than reading.
 */
const WORTH_KEEPING =
  /workos|auth|convex|sign.?(?:in|out|up)|log.?(?:in|out)|identity|query|_generated|prefetch|route/i;

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const IRRELEVANT = /\.d\.[cm]?ts$|(?:^|\/)_generated\//;

/** A source file with its text. */
export interface SourceText {
  path: string;
  text: string;
}

/** The source files of a project, read once and narrowed by their text before anything is parsed. */
export interface SourceTexts {
  /** Files in the folder (`""`: everywhere) that mention a relevant word and match `pattern`. */
  matching(dir: string, pattern: RegExp): SourceText[];
  /** Whether there is such a file: stops at the first. */
  mentions(dir: string, pattern: RegExp): boolean;
  /** The text of a file that may say something about auth, Convex or routes; undefined for others. */
  kept(path: string): string | undefined;
  /** The words in the imports of a file, between spaces; undefined for what is no source of the product. */
  importWords(path: string): string | undefined;
  /** The same without the files of some folders. */
  without(dirs: readonly string[]): SourceTexts;
}

/** One file that was read. */
interface SourceFile {
  path: string;
  /** Null where it is not kept. */
  text: string | null;
  /** Made when it is asked for, where there is a text. */
  importWords: string | null;
  isRelevant: boolean;
}

/** Whether every text with this word in it is kept. */
export function isWorthKeeping(word: string): boolean {
  return WORTH_KEEPING.test(word);
}

/**
 * Reads every source file once. Declaration files, generated Convex code and code that only tests use are left out.
 */
export function readSourceTexts(files: ProjectFiles): SourceTexts {
  const sources: SourceFile[] = [];
  for (const path of files.files) {
    if (!SOURCE_FILE.test(path) || IRRELEVANT.test(path) || isTestCode(path, files)) continue;
    let isKept: boolean | undefined;
    const text = files.read(path, (it) => (isKept = isWorthKeeping(it)));
    if (text === undefined) continue;
    isKept ??= isWorthKeeping(text);
    sources.push(
      isKept
        ? { path, text, importWords: null, isRelevant: RELEVANT.test(text) }
        : { path, text: null, importWords: importWords(text), isRelevant: false },
    );
  }
  return textsOf(sources);
}

function textsOf(sources: readonly SourceFile[]): SourceTexts {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const relevant = sources.flatMap(({ path, text, isRelevant }): SourceText[] =>
    isRelevant && text !== null ? [{ path, text }] : [],
  );
  const byDir = new Map<string, SourceText[]>();
  const within = (dir: string): SourceText[] => {
    let inDir = byDir.get(dir);
    if (inDir === undefined) {
      inDir = dir === "" ? relevant : relevant.filter(({ path }) => isInDir(path, dir));
      byDir.set(dir, inDir);
    }
    return inDir;
  };
  const texts: SourceTexts = {
    matching: (dir, pattern) => within(dir).filter(({ text }) => pattern.test(text)),
    mentions: (dir, pattern) => within(dir).some(({ text }) => pattern.test(text)),
    kept: (path) => byPath.get(path)?.text ?? undefined,
    importWords(path) {
      const source = byPath.get(path);
      if (source?.text) source.importWords ??= importWords(source.text);
      return source?.importWords ?? undefined;
    },
    without: (dirs) =>
      dirs.length === 0
        ? texts
        : textsOf(sources.filter(({ path }) => !dirs.some((dir) => isInDir(path, dir)))),
  };
  return texts;
}
