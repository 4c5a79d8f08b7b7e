/** A file of an app with its text. */
interface Text {
  path: string;
  text: string;
}

const FROM = /\bfrom\s*["']([^"'\n]+)["']|\b(?:import|require)\s*\(\s*["'`]([^"'`\n]+)["'`]/g;
const WORD = /[A-Za-z_$][\w$]*/g;
const MEMBER_TAG = /<[\w$]+\.([A-Za-z_$][\w$]*)/g;

/**
 * Lists by word which files import something: under the names in their import and re-export clauses, under the last
 * segment of what they import from, and under the members of namespaces that they render. Reads the texts once and
 * parses nothing: asking each of a thousand components for the files that mention it costs a look-up instead of a search
 * through every text.
 *
 * @returns the files under any of some words, in the order of `texts`
 */
export function importIndex(texts: readonly Text[]): (words: readonly string[]) => string[] {
  const byWord = new Map<string, number[]>();
  const add = (word: string, at: number): void => {
    const known = byWord.get(word);
    if (known === undefined) byWord.set(word, [at]);
    else if (known.at(-1) !== at) known.push(at);
  };
  for (const [at, { text }] of texts.entries()) {
    let end = 0;
    let hasNamespace = false;
    for (const match of text.matchAll(FROM)) {
      const [whole, from, called] = match;
      const segments = (from ?? called ?? "").replace(/\.[cm]?[jt]sx?$/, "").split("/");
      const last = segments.at(-1) ?? "";
      add(last === "index" ? (segments.at(-2) ?? last) : last, at);
      if (from !== undefined) {
        const clause = clauseBefore(text, end, match.index);
        hasNamespace ||= clause.includes("*");
        for (const word of clause.match(WORD) ?? []) add(word, at);
      }
      end = match.index + whole.length;
    }
    if (hasNamespace) for (const [, name = ""] of text.matchAll(MEMBER_TAG)) add(name, at);
  }
  return (words) =>
    [...new Set(words.flatMap((word) => byWord.get(word) ?? []))]
      .sort((one, other) => one - other)
      .flatMap((at) => texts[at]?.path ?? []);
}

/** What stands between `import` or `export` and `from`. */
function clauseBefore(text: string, after: number, from: number): string {
  const between = text.slice(after, from);
  return between.slice(Math.max(between.lastIndexOf("import"), between.lastIndexOf("export"), 0));
}
