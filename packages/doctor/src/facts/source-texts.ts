import type { ProjectFiles } from "../project-files/project-files.ts";
import { isTestCode } from "./test-code.ts";
import { isInDir } from "./workspace/workspace.ts";

/** Words without which a source file cannot matter: most files of a large project are never parsed. */
const RELEVANT =
  /workos|authkit|convex|sign-?_?(?:in|out|up)|log-?_?(?:in|out)|useAuth|getUserIdentity|setAuth|useQuery|_generated/i;

const SOURCE_FILE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const IRRELEVANT = /\.d\.[cm]?ts$|(?:^|\/)_generated\//;

/** A source file that mentions a relevant word. */
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
}

/**
 * Reads every source file once and keeps those that mention a relevant word. Declaration files, generated Convex
 * code and code that only tests use are left out.
 */
export function readSourceTexts(files: ProjectFiles): SourceTexts {
  const relevant: SourceText[] = [];
  for (const path of files.files) {
    if (!SOURCE_FILE.test(path) || IRRELEVANT.test(path) || isTestCode(path, files)) continue;
    const text = files.read(path);
    if (text !== undefined && RELEVANT.test(text)) relevant.push({ path, text });
  }
  const byDir = new Map<string, SourceText[]>();
  const within = (dir: string): SourceText[] => {
    let inDir = byDir.get(dir);
    if (inDir === undefined) {
      inDir = dir === "" ? relevant : relevant.filter(({ path }) => isInDir(path, dir));
      byDir.set(dir, inDir);
    }
    return inDir;
  };
  return {
    matching: (dir, pattern) => within(dir).filter(({ text }) => pattern.test(text)),
    mentions: (dir, pattern) => within(dir).some(({ text }) => pattern.test(text)),
  };
}
