/** iron-session refuses a shorter password; authkit-nextjs checks the same length on the first request. */
export const COOKIE_PASSWORD_MIN_LENGTH = 32;

/** What can be said about a cookie password without repeating any of it. */
export interface CookiePasswordReading {
  /** In UTF-16 code units, as JavaScript's `length` counts and as the SDKs check. */
  length: number;
  longEnough: boolean;
  /** The password is one that documentation, templates or examples print, so everybody knows it. */
  published: boolean;
}

/**
 * Phrases that stand in the published examples of WorkOS, Convex and iron-session, and in what people make of them.
 * Each is a sentence about the password in place of a password: none occurs by chance in a generated one.
 */
const PUBLISHED_PHRASES = [
  /32[-_ +]*(?:plus|or[-_ ]more)?[-_ ]*(?:random[-_ ]*)?(?:char|byte)/i,
  /(?:least|min|minimum|over)[-_ ]*(?:of[-_ ]*)?32/i,
  /(?:^|[-_ ])your[-_ ](?:[a-z0-9]+[-_ ])*(?:password|secret|key)/i,
  /(?:password|secret|key)[-_ ]here/i,
  /replace[-_ ]?(?:me|with|this)/i,
  /change[-_ ]?(?:me|this)/i,
  /(?:generate|insert|paste)[-_ ](?:a|one|your|with|here)/i,
  /^(?:<.*>|\[.*\]|\{.*\})$/s,
  /\.\.\.|…/,
];

/** Published passwords are short; keeps the patterns fast on hostile input. */
const LONGEST_JUDGED = 512;

/** Judges a cookie password (`WORKOS_COOKIE_PASSWORD`). A generated password is never called published. */
export function readCookiePassword(password: string): CookiePasswordReading {
  const beginning = password.slice(0, LONGEST_JUDGED);
  return {
    length: password.length,
    longEnough: password.length >= COOKIE_PASSWORD_MIN_LENGTH,
    published: PUBLISHED_PHRASES.some((phrase) => phrase.test(beginning)) || isRepetition(beginning),
  };
}

/** One character, or the ten digits, or the alphabet, over and over. */
function isRepetition(password: string): boolean {
  if (password.length < 8) return false;
  const lower = password.toLowerCase();
  return ["1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz", lower.slice(0, 1)].some(
    (unit) => unit.repeat(Math.ceil(lower.length / unit.length)).slice(0, lower.length) === lower,
  );
}
