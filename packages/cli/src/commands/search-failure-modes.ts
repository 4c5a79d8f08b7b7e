import type { FailureMode } from "@convex-authkit/doctor/failure-modes/failure-mode";

/** A failure mode that a search found. */
export interface Hit {
  mode: FailureMode;
  /** Higher is better; only for ordering. */
  score: number;
}

/** How much a word counts where it stands. */
const WEIGHTS = { id: 6, short: 5, title: 5, symptoms: 3, errorTexts: 4, explanation: 1 } as const;

/** Words that every sentence has. */
const COMMON = new Set(
  "a an and are as at be but by can cannot do does for from get has have how i if in into is it its me my no not of on or so still that the then this to was we what when why will with you your".split(
    " ",
  ),
);

/**
 * Finds failure modes by id, symptom or error text. An error text that occurs in the query as a whole (people paste
 * whole lines of a log), or holds the query, outweighs words. Of the words, rare ones count more.
 *
 * @returns the best first; empty when nothing fits
 */
export function searchFailureModes(query: string, modes: readonly FailureMode[]): Hit[] {
  const wanted = normal(query);
  const words = [...new Set(wordsOf(query))];
  const rarity = new Map(
    words.map((word) => {
      const having = modes.filter((mode) =>
        Object.values(fieldsOf(mode)).some((text) => has(text, word)),
      ).length;
      return [word, Math.log(1 + modes.length / Math.max(1, having))] as const;
    }),
  );
  const hits = modes.map((mode) => {
    const fields = fieldsOf(mode);
    let score = mode.id === query.trim() ? 1000 : 0;
    for (const text of mode.errorTexts.map(normal)) {
      if (text.length >= 8 && wanted.includes(text)) score += 60 + text.length;
      else if (wanted.length >= 8 && text.includes(wanted)) score += 60;
    }
    for (const word of words) {
      const best = Math.max(
        0,
        ...(Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).map((field) =>
          has(fields[field], word) ? WEIGHTS[field] : 0,
        ),
      );
      score += best * (rarity.get(word) ?? 0);
    }
    return { mode, score };
  });
  const best = Math.max(0, ...hits.map(({ score }) => score));
  return hits
    .filter(({ score }) => score > 0 && score >= best / 3)
    .sort((one, other) => other.score - one.score || one.mode.id.localeCompare(other.mode.id));
}

function fieldsOf(mode: FailureMode): Record<keyof typeof WEIGHTS, string> {
  return {
    id: mode.id.replace(/-/g, " "),
    short: mode.short,
    title: mode.title,
    symptoms: mode.symptoms.join("\n"),
    errorTexts: mode.errorTexts.join("\n"),
    explanation: mode.explanation,
  };
}

/** Whether a text holds a word, or a longer form of it (`loop` in `loops`, `refresh` in `refreshing`). */
function has(text: string, word: string): boolean {
  return wordsOf(text).some((it) => it === word || (word.length >= 4 && it.startsWith(word)));
}

const remembered = new Map<string, string[]>();

function wordsOf(text: string): string[] {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const words = (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).filter(
    (word) => word.length > 1 && !COMMON.has(word),
  );
  remembered.set(text, words);
  return words;
}

function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s"'`“”‘’]+/g, " ")
    .trim();
}
