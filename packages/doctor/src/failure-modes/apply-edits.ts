import type { Edit } from "./example.ts";

/**
 * Applies the edits of an example to the files of a right project.
 *
 * @param texts path to text
 * @throws Error when a file is absent, or the text to replace does not occur exactly once: the example would
 *   otherwise silently test something else.
 */
export function applyEdits(
  texts: Readonly<Record<string, string>>,
  edits: readonly Edit[],
): Record<string, string> {
  const edited = { ...texts };
  for (const edit of edits) {
    if ("write" in edit) {
      edited[edit.file] = edit.write;
      continue;
    }
    const text = edited[edit.file];
    if (text === undefined) throw new Error(`The right project has no file ${edit.file}.`);
    if ("remove" in edit) {
      delete edited[edit.file];
    } else if ("moveTo" in edit) {
      delete edited[edit.file];
      edited[edit.moveTo] = text;
    } else {
      const pieces = text.split(edit.replace);
      if (pieces.length !== 2) {
        throw new Error(
          `${edit.file} holds ${JSON.stringify(edit.replace)} ${pieces.length - 1} times instead of once.`,
        );
      }
      edited[edit.file] = pieces.join(edit.with);
    }
  }
  return edited;
}
