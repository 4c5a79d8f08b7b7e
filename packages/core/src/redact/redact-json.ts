/** A string of JSON, and the colon that follows where it is a name. */
const STRING = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g;

/**
 * Goes through the strings of a JSON text and leaves everything between them as it is, so that the result is JSON again.
 *
 * @param shown how a string appears that stands under `name`; null for names themselves and for items of a list that has
 *   none. Entries of the form `{ "name": …, "value": … }`, of which HAR files consist, count as a name and its value.
 * @returns undefined where the text is no JSON object or list
 */
export function redactJson(
  text: string,
  shown: (name: string | null, value: string) => string,
): string | undefined {
  if (!/^\s*[{[]/.test(text) || !isJson(text)) return undefined;
  let name: string | null = null;
  let listed: string | null = null;
  return text.replace(STRING, (all, literal: string, colon: string | undefined) => {
    const value = JSON.parse(literal) as string;
    if (colon !== undefined) {
      name = value;
      if (name !== "value" && name !== "name") listed = null;
      return write(literal, value, shown(null, value)) + colon;
    }
    const under = name === "value" ? (listed ?? name) : name;
    if (name === "name") listed = value;
    return all.replace(literal, () => write(literal, value, shown(under, value)));
  });
}

/** A string that stays as it was keeps its spelling. */
function write(literal: string, before: string, after: string): string {
  return before === after ? literal : JSON.stringify(after);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
