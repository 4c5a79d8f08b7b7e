import type { EnvFileEntry } from "./env-file.ts";
import type { Variable } from "./environment.ts";
import { variableValue } from "./variable-value.ts";

/** Makes the fact of a variable; from here on a secret is only a fingerprint. */
export function toVariable({
  name,
  text,
  location,
  expanded,
  unresolved,
}: EnvFileEntry & Pick<Variable, "expanded" | "unresolved">): Variable {
  return {
    name,
    value: text === null ? { kind: "unknown" } : variableValue(name, text),
    location,
    blemish: text === null ? null : blemishOf(text),
    expanded,
    unresolved,
  };
}

function blemishOf(text: string): Variable["blemish"] {
  if (/^(["'`])[^]*\1$/.test(text) && text.length > 1) return "quotes";
  if (/[\r\n]/.test(text)) return "line break";
  return text !== text.trim() ? "whitespace" : null;
}
