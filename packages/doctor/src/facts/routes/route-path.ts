/** One segment of a route pattern. */
type Segment = { kind: "text"; text: string } | { kind: "one" | "many" | "any" };

function segmentsOf(pattern: string): Segment[] {
  return pattern
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => {
      if (/^\[\[\.\.\..*\]\]$/.test(segment)) return { kind: "any" };
      if (/^\[\.\.\..*\]$/.test(segment)) return { kind: "many" };
      if (/^\[.*\]$/.test(segment)) return { kind: "one" };
      return { kind: "text", text: segment };
    });
}

/**
 * Whether a route answers a path.
 *
 * @param pattern as in a route: `/notes/[id]`, `/[...slug]`, `/[[...slug]]`
 * @param pathname of a URL, without query; a slash at the end makes no difference
 */
export function matchesRoute(pattern: string, pathname: string): boolean {
  const segments = segmentsOf(pattern);
  const parts = pathname.split("/").filter((part) => part !== "");
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === "any") return true;
    if (segment.kind === "many") return parts.length > index;
    const part = parts[index];
    if (part === undefined) return false;
    if (segment.kind === "text" && segment.text !== part && segment.text !== decoded(part)) return false;
  }
  return parts.length === segments.length;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What stands for a dynamic segment in an example of a path: several forms, as a matcher may tell them apart. */
const SAMPLES = ["123", "sample", "a-b_c", "org_01H8Z"];

/**
 * Paths that a route answers, as examples. A route without dynamic segments has exactly one.
 */
export function samplePaths(pattern: string): string[] {
  const segments = segmentsOf(pattern);
  if (segments.every(({ kind }) => kind === "text")) return [pattern === "" ? "/" : pattern];
  return SAMPLES.map((sample) => {
    const parts = segments.map((segment) => (segment.kind === "text" ? segment.text : sample));
    return `/${parts.join("/")}`;
  });
}

/** Writes the path syntax of React Router, Express and Hono (`:id`, `:id?`, `*`) as a route pattern. */
export function fromColonPath(path: string): string {
  return normalized(
    path
      .split("/")
      .map((segment) => {
        if (segment === "*" || segment === "{*splat}") return "[[...rest]]";
        const [, name, ending] = /^:(\w+)(?:\{[^}]*\})?([?*+]?)$/.exec(segment) ?? [];
        if (name === undefined) return segment;
        if (ending === "*" || ending === "?") return `[[...${name}]]`;
        return ending === "+" ? `[...${name}]` : `[${name}]`;
      })
      .join("/"),
  );
}

/** One slash in front, none at the end, none doubled. */
export function normalized(path: string): string {
  return `/${path
    .split("/")
    .filter((segment) => segment !== "")
    .join("/")}`;
}
