const FROM = /\bfrom\s*["']([^"'\n]+)["']|\b(?:import|require)\s*\(\s*["'`]([^"'`\n]+)["'`]/g;
const WORD = /[A-Za-z_$][\w$]*/g;
const KEYWORD = /\b(?:import|export)\b/;
const MEMBER_TAG = /<[\w$]+\.([A-Za-z_$][\w$]*)/g;

/**
 * The words under which a file may use what another exports: the names in its import and re-export clauses, the last segment of
 * what it imports from, and the members of namespaces that it renders. Told by the text; nothing is parsed.
 *
 * @returns the words, separated by spaces: one short text that keeps nothing of the file's in memory
 */
export function importWords(text: string): string {
  const words: string[] = [];
  let end = 0;
  let hasNamespace = false;
  // `matchAll` makes a new expression each time, which would take longer here than looking for matches.
  for (let match = FROM.exec(text); match !== null; match = FROM.exec(text)) {
    const [, from, called] = match;
    words.push(nameOfFile(from ?? called ?? ""));
    if (from !== undefined) {
      const clause = clauseBefore(text, end, match.index);
      hasNamespace ||= clause.includes("*");
      words.push(...(clause.match(WORD) ?? []));
    }
    end = FROM.lastIndex;
  }
  if (hasNamespace) {
    for (let tag = MEMBER_TAG.exec(text); tag !== null; tag = MEMBER_TAG.exec(text)) words.push(tag[1] ?? "");
  }
  return words.join(" ");
}

/** `panel` for `./features/panel.tsx` and `./features/panel/index`. */
function nameOfFile(specifier: string): string {
  const path = specifier.includes(".") ? specifier.replace(/\.[cm]?[jt]sx?$/, "") : specifier;
  const last = path.slice(path.lastIndexOf("/") + 1);
  return last === "index" ? (path.split("/").at(-2) ?? last) : last;
}

/** What stands between `import` or `export` and `from`. */
function clauseBefore(text: string, after: number, from: number): string {
  return text.slice(after, from).split(KEYWORD).at(-1) ?? "";
}
