/**
 * How deeply nested a text may be before the parser is not asked at all. The parser is native and recurses, so a
 * hostile text would end the whole process instead of giving an error. Measured: it needs 0.6 KB (operators) to 2 KB
 * (brackets) of stack per unit, and has 8 MB on a main thread and 4 MB in a worker.
 */
const HIGHEST_LOAD = 8000;
const LOAD_OF_A_BRACKET = 20;
const LOAD_OF_A_NESTING_OPERATOR = 3;

/** A string with more unbalanced brackets than this is taken for code behind a misread quote (`It's` in JSX). */
const MOST_OPENERS_IN_A_STRING = 20;

/** Texts below this length cannot reach the limit. */
const SHORTEST_SUSPICIOUS_TEXT = 400;

/** So many words that are written before each other, of which each nests the next. */
const RUN_OF_PREFIX_WORDS =
  /(?:\b(?:new|typeof|void|delete|await|yield|keyof|readonly|unique|infer|asserts|do|else|async|abstract)\s+){500}/;

/** The shortest of such words has two letters and a space behind it. */
const SHORTEST_RUN = 500 * 3;

/**
 * Whether a source text is nested more deeply than any text written by a person: brackets in brackets, or chains of
 * operators (each of them one level of the syntax tree). Strings and comments do not count.
 *
 * @param text source text
 */
export function isNestedTooDeeply(text: string): boolean {
  if (text.length < SHORTEST_SUSPICIOUS_TEXT) return false;
  return bracketLoad(text) > HIGHEST_LOAD;
}

/** Whether a stretch of words, without anything between them but space, has such a run in it. */
function isRunOfPrefixWords(text: string, start: number, end: number): boolean {
  return end - start >= SHORTEST_RUN && RUN_OF_PREFIX_WORDS.test(text.slice(start, end));
}

/** The highest load at any place of the text, or one above the limit where that is exceeded. */
function bracketLoad(text: string): number {
  const loads: number[] = [];
  let load = 0;
  /** What the operators since the last separator on this level add to the load. */
  let operators = 0;
  /** Where the last words began between which there is only space. */
  let words = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Most characters are letters and spaces.
    if (code === 32 || code === 10 || (code > 94 && code < 123) || code > 126 || code < 14) continue;
    if (isRunOfPrefixWords(text, words, index)) return Number.POSITIVE_INFINITY;
    words = index + 1;
    switch (code) {
      case 40: // (
      case 91: // [
      case 123: // {
        // A bracket counts as an operator on the level around it: `a(b)(c)`, `if (a) if (b)` and `{} else {}` nest.
        operators += 1;
        loads.push(operators);
        load += LOAD_OF_A_BRACKET + operators;
        operators = 0;
        break;
      case 41: // )
      case 93: // ]
      case 125: {
        // }
        const outer = loads.pop();
        if (outer !== undefined) {
          load -= LOAD_OF_A_BRACKET + outer;
          operators = outer;
        }
        break;
      }
      case 59: // ;
      case 44: // ,
        operators = 0;
        break;
      case 60: // <
      case 62: // >
      case 63: // ?
        operators += LOAD_OF_A_NESTING_OPERATOR;
        break;
      case 33: // !
      case 37: // %
      case 38: // &
      case 42: // *
      case 43: // +
      case 45: // -
      case 58: // :
      case 61: // =
      case 94: // ^
      case 124: // |
      case 126: // ~
        operators += 1;
        break;
      case 47: {
        // /
        const end = endOfComment(text, index);
        if (end !== -1) index = end;
        // `</a>` and `/>` end an element: elements beside each other are not nested.
        else if (text.charCodeAt(index - 1) === 60) operators = Math.max(0, operators - 9);
        else if (text.charCodeAt(index + 1) === 62) operators = Math.max(0, operators - 6);
        else operators += 1;
        break;
      }
      case 34: // "
      case 39: {
        // '
        const end = endOfString(text, index, code);
        const surplus = surplusOfOpeners(text, index + 1, end);
        if (surplus > MOST_OPENERS_IN_A_STRING) operators += LOAD_OF_A_BRACKET * surplus;
        index = end;
        break;
      }
    }
    if (load + operators > HIGHEST_LOAD) return load + operators;
  }
  return isRunOfPrefixWords(text, words, text.length) ? Number.POSITIVE_INFINITY : 0;
}

/** The last offset of the comment that starts here, or -1 when none does. */
function endOfComment(text: string, start: number): number {
  const next = text.charCodeAt(start + 1);
  if (next === 47) {
    const end = text.indexOf("\n", start);
    return end === -1 ? text.length : end;
  }
  if (next === 42) {
    const end = text.indexOf("*/", start + 2);
    return end === -1 ? -1 : end + 1;
  }
  return -1;
}

/** The offset of the closing quote, or of the end of the line when the string is not closed. */
function endOfString(text: string, start: number, quote: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote || code === 10) return index;
    if (code === 92) index++;
  }
  return text.length;
}

function surplusOfOpeners(text: string, start: number, end: number): number {
  let surplus = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === 40 || code === 91 || code === 123) surplus++;
    else if (code === 41 || code === 93 || code === 125) surplus--;
  }
  return Math.max(0, surplus);
}
