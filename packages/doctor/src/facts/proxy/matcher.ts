import { parse, tokensToRegexp } from "path-to-regexp";

/** One entry of `config.matcher` of a Next.js proxy. */
export interface Matcher {
  /** Pattern as written. */
  source: string;
  /** Whether it holds only for some requests, beyond leaving out prefetches. */
  conditional: boolean;
}

/** Ends of a path under which Next.js requests data of a page. */
const DATA_ENDING = "{(\\.json)}?";
const ROOT_ENDING = "(/?index|/?index\\.json)?";

const expressions = new Map<string, RegExp | null>();

/**
 * Turns a matcher into the expression that Next.js makes of it.
 *
 * @returns null when the pattern is not one that Next.js accepts
 */
export function matcherExpression(source: string): RegExp | null {
  let expression = expressions.get(source);
  if (expression === undefined) {
    expression = compiled(source);
    expressions.set(source, expression);
  }
  return expression;
}

function compiled(source: string): RegExp | null {
  if (!source.startsWith("/")) return null;
  const pattern = `/:nextData(_next/data/[^/]{1,})?${source}${source === "/" ? ROOT_ENDING : DATA_ENDING}`;
  try {
    // Next.js keeps only the source of the expression, so that its matching is case-sensitive.
    return new RegExp(tokensToRegexp(parse(pattern)).source);
  } catch {
    return null;
  }
}

/** Whether a list of matchers covers a path; `unknown` where that depends on the request or a pattern is no pattern. */
export function coversPath(matchers: readonly Matcher[], pathname: string): "yes" | "no" | "unknown" {
  let result: "no" | "unknown" = "no";
  for (const { source, conditional } of matchers) {
    const expression = matcherExpression(source);
    if (expression === null) result = "unknown";
    else if (expression.test(pathname)) {
      if (!conditional) return "yes";
      result = "unknown";
    }
  }
  return result;
}
