import picomatch from "picomatch";

/** One line of a `.gitignore`. */
export interface GitignoreRule {
  /** As written, without trailing blanks. */
  pattern: string;
  /** Line in its file, from 1. */
  line: number;
  /** Whether the pattern holds a path, so that it means one place, seen from the folder of the file. */
  anchored: boolean;
  /** A rule with `!`, which takes back an earlier one. */
  negated: boolean;
  /** Whether the rule is about this path; `path` is relative to the folder of the `.gitignore`. */
  matches(path: string, isFolder: boolean): boolean;
}

/**
 * Reads the rules of one `.gitignore`: https://git-scm.com/docs/gitignore#_pattern_format. Braces and `!(…)` are
 * plain characters to git.
 */
export function gitignoreRules(text: string): GitignoreRule[] {
  return text.split(/\r?\n/).flatMap((written, index) => {
    const pattern = written.replace(/(?<!\\)[ \t]+$/, "");
    if (pattern === "" || pattern.startsWith("#")) return [];
    const negated = pattern.startsWith("!");
    const positive = negated ? pattern.slice(1) : pattern;
    const onlyFolders = positive.endsWith("/");
    const bare = positive.replace(/\/$/, "").replace(/^\//, "");
    if (bare === "") return [];
    const anchored = /^\/|\/./.test(positive);
    const glob = anchored ? bare : `**/${bare}`;
    const matchesGlob = picomatch(glob, { dot: true, nobrace: true, noext: true, nonegate: true });
    return [
      {
        pattern,
        anchored,
        line: index + 1,
        negated,
        matches: (path: string, isFolder: boolean) => (isFolder || !onlyFolders) && matchesGlob(path),
      },
    ];
  });
}

/** The rules of one folder's `.gitignore`. */
export interface GitignoreFile {
  /** Folder of the file, `""` for the folder that paths are relative to. */
  dir: string;
  rules: readonly GitignoreRule[];
}

/** The rule that decides about a path, with the file it stands in. */
export interface DecidingRule {
  file: GitignoreFile;
  rule: GitignoreRule;
}

/**
 * Finds the rule by which git decides about a path: the last matching rule of the nearest `.gitignore`; but nothing
 * below an ignored folder can be taken back.
 *
 * @param path relative to the same folder as the `dir` of the files
 * @param isFolder whether the path itself is a folder
 * @returns null when no rule is about the path, so that it is not ignored; a negated rule does not ignore it either
 */
export function decidingRule(
  files: readonly GitignoreFile[],
  path: string,
  isFolder: boolean,
): DecidingRule | null {
  const nearestFirst = [...files].sort((one, other) => other.dir.length - one.dir.length);
  const segments = path.split("/");
  for (let depth = 1; depth < segments.length; depth += 1) {
    const decision = lastMatch(nearestFirst, segments.slice(0, depth).join("/"), true);
    if (decision !== null && !decision.rule.negated) return decision;
  }
  return lastMatch(nearestFirst, path, isFolder);
}

function lastMatch(
  nearestFirst: readonly GitignoreFile[],
  path: string,
  isFolder: boolean,
): DecidingRule | null {
  for (const file of nearestFirst) {
    if (file.dir !== "" && !path.startsWith(`${file.dir}/`)) continue;
    const relative = file.dir === "" ? path : path.slice(file.dir.length + 1);
    const rule = file.rules.findLast((candidate) => candidate.matches(relative, isFolder));
    if (rule !== undefined) return { file, rule };
  }
  return null;
}
