import type { Remarks } from "./remarks.ts";

/** Whether it is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The path of a member: `accounts[1]`, `accounts.admin`, `organizations["Example Inc"]`. */
export function memberPath(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[\w$-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/**
 * Reads the fields of one object. Names are equal in any spelling: `firstName`, `first_name`, `first-name`. null counts as absent.
 * What is of the wrong type becomes a problem; what nobody asked for, a note.
 */
export class FieldReader {
  readonly #fields: Map<string, { name: string; value: unknown }>;
  readonly #asked: string[] = [];
  readonly #path: string;
  readonly #remarks: Remarks;

  constructor(object: Record<string, unknown>, path: string, remarks: Remarks) {
    this.#path = path;
    this.#remarks = remarks;
    this.#fields = new Map(Object.entries(object).map(([name, value]) => [plain(name), { name, value }]));
  }

  /** @param names the field's name, and others by which it goes */
  text(...names: string[]): string | undefined {
    return this.#typed(names, "text", (value) => typeof value === "string");
  }

  flag(...names: string[]): boolean | undefined {
    return this.#typed(names, "true or false", (value) => typeof value === "boolean");
  }

  /** A list of texts; one text is a list of one. */
  texts(...names: string[]): string[] | undefined {
    const found = this.#typed<string | string[]>(
      names,
      "text or a list of texts",
      (value) =>
        typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string")),
    );
    return found === undefined ? undefined : [found].flat();
  }

  /** An object whose values are texts; numbers and booleans are written as texts. */
  textsByName(...names: string[]): Record<string, string> | undefined {
    const found = this.#typed<Record<string, string | number | boolean>>(
      names,
      "an object of texts",
      (value) =>
        isObject(value) &&
        Object.values(value).every((one) => ["string", "number", "boolean"].includes(typeof one)),
    );
    if (found === undefined) return undefined;
    return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)]));
  }

  /** A field of any type, with its path. */
  any(...names: string[]): { value: unknown; path: string } | undefined {
    for (const name of names) {
      this.#asked.push(name);
      const field = this.#fields.get(plain(name));
      if (field !== undefined && field.value !== null)
        return { value: field.value, path: memberPath(this.#path, field.name) };
    }
    return undefined;
  }

  /** Notes the fields that nobody has asked for. @param isStrange whether a name could have been meant */
  noteUnknown(): void {
    const known = new Set(this.#asked.map(plain));
    for (const [bare, { name }] of this.#fields) {
      if (known.has(bare) || name.startsWith("$") || name.startsWith("//")) continue;
      const meant = this.#asked.find((one) => areAlike(plain(one), bare));
      this.#remarks.note(
        memberPath(this.#path, name),
        `is not known and was left out.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
      );
    }
  }

  #typed<Value>(names: string[], wanted: string, fits: (value: unknown) => boolean): Value | undefined {
    const found = this.any(...names);
    // Every name has been asked for, even where an earlier one was there.
    this.#asked.push(...names);
    if (found === undefined) return undefined;
    if (fits(found.value)) return found.value as Value;
    this.#remarks.problem(found.path, `must be ${wanted}, not ${kindOf(found.value)}.`);
    return undefined;
  }
}

/** What a JSON value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

function plain(name: string): string {
  return name.replace(/[-_\s]/g, "").toLowerCase();
}

/** One letter too many, too few, changed, or two swapped. */
function areAlike(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a.length < 4) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
