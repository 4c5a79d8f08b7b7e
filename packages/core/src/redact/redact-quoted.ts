import { isAmbiguousName, isSecretName } from "./secret-names.ts";

/** A name, a colon or an equals sign, and a quote: in JSON, in JSON inside a JSON text, in JavaScript, YAML and env files. */
const OPENING =
  /(?<![A-Za-z0-9_.-])([A-Za-z][A-Za-z0-9_.-]{1,200})(?:\\{0,7}["'`])?[ \t]{0,20}[:=][ \t]{0,20}(\\{0,7})(["'`])/g;

/**
 * Replaces values in quotes by `replacement`, with the quotes kept, so that JSON stays JSON.
 *
 * @param hides whether the value under the name is a secret
 */
export function redactQuoted(
  text: string,
  replacement: string,
  hides: (name: string, value: string) => boolean,
): string {
  let kept = "";
  let from = 0;
  OPENING.lastIndex = 0;
  for (let opening = OPENING.exec(text); opening !== null; opening = OPENING.exec(text)) {
    const [, name = "", escape = "", mark = '"'] = opening;
    const start = OPENING.lastIndex;
    if (!isSecretName(name) && !isAmbiguousName(name)) continue;
    const end = closing(text, start, escape.length, mark);
    if (hides(name, text.slice(start, end))) {
      kept += text.slice(from, start) + replacement;
      from = end;
    }
    // The closing quote of this value may stand where the next name begins.
    OPENING.lastIndex = end;
  }
  return kept + text.slice(from);
}

/**
 * Where the value ends: before the quote that closes it, with its backslashes; at the end of the line where none does. A quote
 * inside the value has more backslashes in front than the opening one, by the rule of escaping once more.
 */
function closing(text: string, start: number, escapes: number, mark: string): number {
  const overLines = text.startsWith("-----BEGIN", start);
  let slashes = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === mark && slashes % (2 * (escapes + 1)) === escapes) return at - escapes;
    if (!overLines && (character === "\n" || character === "\r")) return at;
    slashes = character === "\\" ? slashes + 1 : 0;
  }
  return text.length;
}
