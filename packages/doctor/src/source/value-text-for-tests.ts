import type { Condition, Value } from "./value.ts";

/** Writes a symbolic value in one line, so that a test can state the whole of it. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.value);
    case "number":
    case "boolean":
      return String(value.value);
    case "null":
    case "undefined":
      return value.kind;
    case "regexp":
      return `/${value.pattern}/${value.flags}`;
    case "array": {
      const items = value.items.map((item) => `${conditions(item.when)}${valueText(item.value)}`);
      return `[${[...items, ...(value.open ? ["…"] : [])].join(", ")}]`;
    }
    case "object": {
      const entries = value.entries.map((it) => `${it.key}: ${conditions(it.when)}${valueText(it.value)}`);
      return `{${[...entries, ...(value.open ? ["…"] : [])].join(", ")}}`;
    }
    case "env": {
      const { fallback } = value;
      if (fallback === null) return `$${value.name}`;
      return `($${value.name} ${fallback.when === "missing" ? "??" : "||"} ${valueText(fallback.value)})`;
    }
    case "concat": {
      const parts = value.parts.map((part) =>
        part.kind === "string" ? part.value : `\${${valueText(part)}}`,
      );
      return `\`${parts.join("")}\``;
    }
    case "operation":
      return `${value.operation}${value.optional ? "?" : ""}(${value.operands.map(valueText).join(", ")})`;
    case "oneOf":
      return `one of <${value.alternatives.map((it) => `${conditions(it.when)}${valueText(it.value)}`).join(" | ")}>`;
    case "function":
      return `function ${value.name}`.trimEnd();
    case "unknown":
      return "unknown";
  }
}

function conditions(when: readonly Condition[]): string {
  const texts = when.map(({ test, expects }) => `${expects} ${valueText(test)}`);
  return texts.length === 0 ? "" : `if ${texts.join(" and ")}: `;
}
