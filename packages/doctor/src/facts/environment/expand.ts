/** What became of a value's `$NAME` references. */
export interface Expansion {
  text: string;
  /** Names that were referred to and that no file holds. */
  unresolved: string[];
}

/** A chain of references longer than this refers to itself. */
const MOST_REPLACEMENTS = 100;

/**
 * Expands a value as `@next/env` 16 does: the last `$` first, `${NAME:-default}` and `$NAME`, `\$` is a dollar sign. A lone `$`
 * that begins no name ends the expansion.
 *
 * @param loaded values of stronger files, already expanded
 * @param own values of the same file, those above already expanded
 */
export function expandNext(
  value: string,
  loaded: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Expansion {
  let text = value;
  const unresolved = new Set<string>();
  for (let count = 0; count < MOST_REPLACEMENTS; count++) {
    const last = [...text.matchAll(/(?<!\\)\$/g)].at(-1)?.index;
    const reference = last === undefined ? null : /^\$\{?(\w+)(?::-([^}\\]*))?\}?/.exec(text.slice(last));
    if (reference === null) break;
    const [written, name = "", fallback = ""] = reference;
    if (!(name in loaded) && !(name in own)) unresolved.add(name);
    text = text.replace(written, loaded[name] || fallback || own[name] || "");
  }
  return { text: unescapeDollars(text), unresolved: [...unresolved] };
}

/**
 * Expands a value as Vite 8 does: the first `$NAME` or `${NAME}` first, with the operators `:-`, `-`, `:+` and `+`, again and again
 * in what came out; `\$` is a dollar sign.
 *
 * @param variables all variables of all files, those above already expanded
 */
export function expandVite(value: string, variables: Readonly<Record<string, string>>): Expansion {
  let text = value;
  const unresolved = new Set<string>();
  const seen = new Set<string>();
  for (let count = 0; count < MOST_REPLACEMENTS; count++) {
    const reference = /(?<!\\)\$\{([^{}]+)\}|(?<!\\)\$([A-Za-z_]\w*)/.exec(text);
    if (reference === null) break;
    seen.add(text);
    const expression = reference[1] ?? reference[2] ?? "";
    const operator = /:\+|\+|:-|-/.exec(expression);
    const name = operator === null ? expression : expression.slice(0, operator.index);
    const alternative = operator === null ? "" : expression.slice(operator.index + operator[0].length);
    if (!(name in variables)) unresolved.add(name);
    const held = variables[name] ?? "";
    const insteadOf = operator?.[0].endsWith("+") === true;
    const replacement = insteadOf
      ? held === ""
        ? ""
        : alternative
      : held === "" || seen.has(held)
        ? alternative
        : held;
    text = text.replace(reference[0], replacement);
    if (text === variables[name]) break;
  }
  return { text: unescapeDollars(text), unresolved: [...unresolved] };
}

/**
 * Expands a value as Expo's `@expo/env` 2 does: every reference in place, `${NAME:-default}`, defaults may hold references; `\$` is
 * a dollar sign. Bun expands alike.
 *
 * @param variables all variables of all files, those above already expanded
 */
export function expandExpo(
  name: string,
  value: string,
  variables: Readonly<Record<string, string>>,
): Expansion {
  const unresolved = new Set<string>();
  const expand = (text: string, of: string, depth: number): string =>
    text.replace(
      /(\\)?\$(?!\()(?:\{([\w.]+)(?::?-((?:\$\{[^}]*\}|[^}])+))?\}?|([\w.]+)(?::?-((?:\$\{[^}]*\}|[^}])+))?\}?)/g,
      (
        written: string,
        escape?: string,
        braced?: string,
        bracedDefault?: string,
        bare?: string,
        bareDefault?: string,
      ) => {
        if (escape !== undefined) return written.slice(1);
        const referred = braced ?? bare ?? "";
        const fallback = bracedDefault ?? bareDefault ?? "";
        if (!(referred in variables)) unresolved.add(referred);
        const held = variables[referred] ?? "";
        if (held !== "" && referred !== of && depth < MOST_REPLACEMENTS)
          return expand(held, referred, depth + 1);
        return fallback.startsWith("$") && depth < MOST_REPLACEMENTS
          ? expand(fallback, referred, depth + 1)
          : fallback;
      },
    );
  return { text: unescapeDollars(expand(value, name, 0)), unresolved: [...unresolved] };
}

function unescapeDollars(text: string): string {
  return text.replace(/\\\$/g, "$");
}
