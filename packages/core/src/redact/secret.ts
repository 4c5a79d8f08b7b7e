/**
 * A value that must not leave the process. It prints as `sk_test_…abcd`, whatever prints it: string concatenation, JSON,
 * `console.log`. Only `reveal` gives the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it where the value is used, never where it is shown. */
  reveal(): string {
    return this.#value;
  }

  /** Length of the value in UTF-16 units. */
  get length(): number {
    return this.#value.length;
  }

  toString(): string {
    return shownSecret(this.#value);
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.toPrimitive](): string {
    return this.toString();
  }

  /** What `console.log` and `util.inspect` of Node print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** Shorter keys are shown without their end: four characters would be too large a part of them. */
const SHORTEST_WITH_END = 20;

/**
 * How a secret is shown: for API keys the prefix and the last four characters, by which people tell keys apart; for other
 * secrets what kind they are. Showing what is shown already changes nothing.
 */
export function shownSecret(value: string): string {
  const prefix = /^sk_(?:test|live)_/.exec(value)?.[0];
  if (prefix !== undefined) {
    const key = value.slice(prefix.length);
    if (/^….{0,4}$/s.test(key)) return value;
    return `${prefix}…${key.length < SHORTEST_WITH_END ? "" : key.slice(-4)}`;
  }
  if (/^Fe26\.2(?:\*|…)/.test(value)) return "Fe26.2…";
  if (/^ey[JA]/.test(value)) return "eyJ…";
  return value === "" ? "" : "[redacted]";
}
