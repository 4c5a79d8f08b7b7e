/**
 * Lists by word which files import something under it: asking each of a thousand components for the files that mention it costs a
 * look-up instead of a search through every text.
 *
 * @param wordsOf gives the words of a file's imports, separated by spaces
 * @returns the files under any of some words, in the order of `paths`
 */
export function importIndex(
  paths: readonly string[],
  wordsOf: (path: string) => string,
): (words: readonly string[]) => string[] {
  const byWord = new Map<string, number[]>();
  for (const [at, path] of paths.entries()) {
    for (const word of wordsOf(path).split(" ")) {
      const known = byWord.get(word);
      if (known === undefined) byWord.set(word, [at]);
      else if (known.at(-1) !== at) known.push(at);
    }
  }
  return (words) =>
    [...new Set(words.flatMap((word) => byWord.get(word) ?? []))]
      .sort((one, other) => one - other)
      .flatMap((at) => paths[at] ?? []);
}
