/** A JSON value as Convex's parser sees it. Integers beyond 2^53 that fit 64 bits are bigints, all others numbers. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;

/** A JSON object that keeps its keys in order and does not hide duplicates, as `JSON.parse` does. */
export class JsonObject {
  readonly entries: readonly (readonly [string, Json])[];

  constructor(entries: readonly (readonly [string, Json])[]) {
    this.entries = entries;
  }

  /** The value of the last entry with this key; undefined where there is none. */
  get(key: string): Json | undefined {
    return this.entries.findLast(([name]) => name === key)?.[1];
  }

  /** The keys that occur more than once. */
  duplicates(): Set<string> {
    const seen = new Set<string>();
    const twice = new Set<string>();
    for (const [name] of this.entries) {
      if (seen.has(name)) twice.add(name);
      seen.add(name);
    }
    return twice;
  }
}

/** The value as plain JavaScript: of duplicate keys the last wins, at the place of the first. */
export function plainJson(value: Json): PlainJson {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (value instanceof JsonObject) {
    const members = new Map(value.entries.map(([name, member]) => [name, plainJson(member)]));
    return Object.fromEntries(members);
  }
  return value;
}

/** A JSON value in plain JavaScript, as `JSON.parse` gives it. */
export type PlainJson = null | boolean | number | string | PlainJson[] | { [name: string]: PlainJson };
