import type { TemplatePart } from "./convex-json.ts";

const AUTH_ENV = new Set<string>(["WORKOS_CLIENT_ID", "WORKOS_API_KEY", "WORKOS_ENVIRONMENT_ID"]);

type AuthEnvName = Extract<TemplatePart, { kind: "authEnv" }>["name"];

/** Splits a value of convex.json's `authKit` into texts and `${…}` expressions, by the rules of the Convex CLI. */
export function templateParts(raw: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of raw.matchAll(/\$\{([^}]+)\}/g)) {
    if (match.index > end) parts.push({ kind: "text", text: raw.slice(end, match.index) });
    parts.push(expressionPart(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  if (end < raw.length) parts.push({ kind: "text", text: raw.slice(end) });
  return parts;
}

function expressionPart(expression: string): TemplatePart {
  if (expression.startsWith("buildEnv.")) {
    return { kind: "buildEnv", name: expression.slice("buildEnv.".length) };
  }
  const name = expression.startsWith("authEnv.") ? expression.slice("authEnv.".length) : "";
  if (AUTH_ENV.has(name)) return { kind: "authEnv", name: name as AuthEnvName };
  return { kind: "unknown", expression };
}
