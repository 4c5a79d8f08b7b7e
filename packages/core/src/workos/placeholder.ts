/** Why a text is evidently a placeholder and no real value. */
export type PlaceholderSign =
  /** `<your client id>`, `[From 1Password]`, `{client_id}` */
  | "brackets"
  /** `client_01...`, `sk_test_…` */
  | "ellipsis"
  /** `your_client_id`, `client_id_here`, `replace_me` */
  | "word"
  /** `client_01XXXXXXXX`, `client_xxx` */
  | "repeated-character"
  /** `client_123456789`, `sk_test_abcdefgh` */
  | "counting";

const PLACEHOLDER_WORDS = new Set([
  "your",
  "yours",
  "here",
  "example",
  "placeholder",
  "replace",
  "replaceme",
  "changeme",
  "change",
  "todo",
  "tbd",
  "insert",
  "dummy",
  "paste",
  "redacted",
]);

const BRACKETED = /^(<.*>|\[.*\]|\{.*\})$|<[^<>]*>/s;
const ELLIPSIS = /\.\.\.|…/;
/** Eight times the same character: once in 10^9 for the random half of a ULID. */
const LONG_RUN = /([0-9a-z])\1{7}/i;
/** Texts that people count with. Crockford's alphabet (ULIDs) leaves out I, L, O and U. */
const COUNTS = ["01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "0123456789abcdefghjkmnpqrstvwxyz"];
const COUNTED_CHARACTERS = 8;
/** No identifier or key is longer; keeps the patterns fast on hostile input. */
const LONGEST_JUDGED = 512;

/**
 * Tells evident placeholders from real values. Errs on the side of "real": a random id, key or password gives null.
 *
 * @param value the part of a value that would be random in a real one, without a prefix such as `client_`
 */
export function placeholderSign(value: string): PlaceholderSign | null {
  const body = value.slice(0, LONGEST_JUDGED);
  if (BRACKETED.test(body)) return "brackets";
  if (ELLIPSIS.test(body)) return "ellipsis";
  const words = body.toLowerCase().split(/[^a-z0-9]+/);
  if (words.some((word) => PLACEHOLDER_WORDS.has(word))) return "word";
  if (
    LONG_RUN.test(body) ||
    words.some((word) => /^(?:01[hjk]?)?([x0])\1{2,}$/.test(word)) ||
    /^(?:01)?\*{3,}$/.test(body)
  ) {
    return "repeated-character";
  }
  if (isShortCount(words) || holdsLongCount(body.toLowerCase())) return "counting";
  return null;
}

/** The whole body is the beginning of a count: `123`, `abc`, `01abc`, `abc123`. */
function isShortCount(words: string[]): boolean {
  return words.length === 1 && /^(?:01)?(?:123\d*|abc(?:123|def\w*)?|xyz)$/.test(words[0] ?? "");
}

function holdsLongCount(body: string): boolean {
  for (let start = 0; start + COUNTED_CHARACTERS <= body.length; start++) {
    const part = body.slice(start, start + COUNTED_CHARACTERS);
    if (COUNTS.some((count) => count.includes(part))) return true;
  }
  return false;
}
