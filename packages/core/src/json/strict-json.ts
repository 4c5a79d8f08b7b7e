import { type Json, JsonObject } from "./json.ts";

/** What `parseStrictJson` found: a value, or the first problem in the words of Convex's parser. */
export type JsonReading = { ok: true; value: Json } | { ok: false; problem: string };

/**
 * Convex's JSON parser (serde_json) allows 127 levels of arrays and objects; the 128th is an error.
 */
export const MAX_JSON_DEPTH = 127;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const ESCAPES: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};
const LARGEST_U64 = 2n ** 64n - 1n;
const SMALLEST_I64 = -(2n ** 63n);

/**
 * Reads JSON as Convex does, which is stricter than `JSON.parse`: no more than 127 levels, no number beyond the range of
 * a double, no lone surrogate in a string, no byte order mark. Takes time and memory proportional to the text.
 *
 * @param options.only a key: the values of all other keys of the outermost object are skipped without being kept,
 *   judged or counted for depth, and appear as null. serde skips fields that a struct does not have in the same way.
 */
export function parseStrictJson(text: string, options: { only?: string } = {}): JsonReading {
  try {
    return { ok: true, value: new Reader(text, options.only).document() };
  } catch (error) {
    if (error instanceof JsonProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

class JsonProblem extends Error {}

class Reader {
  private readonly text: string;
  private readonly only: string | undefined;
  private at = 0;
  private depth = 0;

  constructor(text: string, only: string | undefined) {
    this.text = text;
    this.only = only;
  }

  document(): Json {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw new JsonProblem("trailing characters");
    return value;
  }

  private value(): Json {
    this.space();
    const next = this.text[this.at];
    if (next === "{") return this.object();
    if (next === "[") return this.array();
    if (next === '"') return this.string();
    return this.scalar();
  }

  private object(): JsonObject {
    this.enter();
    const outermost = this.depth === 1;
    const entries: [string, Json][] = [];
    this.space();
    if (this.text[this.at] === "}") this.at++;
    else {
      do {
        this.space();
        if (this.text[this.at] !== '"') throw this.unexpected("key must be a string");
        const name = this.string();
        this.space();
        if (this.text[this.at] !== ":") throw this.unexpected("expected `:`");
        this.at++;
        if (outermost && this.only !== undefined && name !== this.only) {
          this.skip();
          entries.push([name, null]);
        } else entries.push([name, this.value()]);
      } while (this.more("}"));
    }
    this.depth--;
    return new JsonObject(entries);
  }

  private array(): Json[] {
    this.enter();
    const items: Json[] = [];
    this.space();
    if (this.text[this.at] === "]") this.at++;
    else {
      do items.push(this.value());
      while (this.more("]"));
    }
    this.depth--;
    return items;
  }

  private enter(): void {
    this.at++;
    this.depth++;
    if (this.depth > MAX_JSON_DEPTH) throw new JsonProblem("recursion limit exceeded");
  }

  /** After a member: true where a comma announces another one, false where `close` ends the list. */
  private more(close: "}" | "]"): boolean {
    this.space();
    const next = this.text[this.at];
    if (next !== "," && next !== close) throw this.unexpected(`expected \`,\` or \`${close}\``);
    this.at++;
    return next === ",";
  }

  private string(): string {
    let plainFrom = ++this.at;
    let read = "";
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code)) throw new JsonProblem("EOF while parsing a string");
      if (code === 0x22) return read + this.text.slice(plainFrom, this.at++);
      if (code < 0x20)
        throw new JsonProblem("control character (\\u0000-\\u001F) found while parsing a string");
      if (code === 0x5c) {
        read += this.text.slice(plainFrom, this.at) + this.escape();
        plainFrom = this.at;
      } else this.at++;
    }
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? "";
    this.at += 2;
    if (letter !== "u") {
      const read = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
      if (read === undefined) throw new JsonProblem("invalid escape");
      return read;
    }
    const high = this.hex4();
    if (high >= 0xdc00 && high <= 0xdfff) throw new JsonProblem("lone leading surrogate in hex escape");
    if (high < 0xd800 || high > 0xdbff) return String.fromCharCode(high);
    if (!this.text.startsWith("\\u", this.at)) throw new JsonProblem("unexpected end of hex escape");
    this.at += 2;
    const low = this.hex4();
    if (low < 0xdc00 || low > 0xdfff) throw new JsonProblem("lone leading surrogate in hex escape");
    return String.fromCharCode(high, low);
  }

  private hex4(): number {
    HEX4.lastIndex = this.at;
    const digits = HEX4.exec(this.text)?.[0];
    if (digits === undefined) throw new JsonProblem("invalid escape");
    this.at += 4;
    return Number.parseInt(digits, 16);
  }

  private scalar(): null | boolean | number | bigint {
    for (const [word, value] of [["null", null] as const, ["true", true] as const, ["false", false] as const])
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    return readNumber(this.numberText());
  }

  private numberText(): string {
    NUMBER.lastIndex = this.at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) throw this.unexpected("expected value");
    this.at += digits.length;
    return digits;
  }

  /** Goes past a value of any depth with its grammar checked only. */
  private skip(): void {
    const open: ("}" | "]")[] = [];
    for (;;) {
      this.space();
      const next = this.text[this.at];
      const close = next === "{" ? "}" : "]";
      if (next === "{" || next === "[") {
        this.at++;
        this.space();
        if (this.text[this.at] === close) this.at++;
        else {
          open.push(close);
          if (close === "}") this.skipName();
          continue;
        }
      } else if (next === '"') this.skipString();
      else if (!this.skipWord()) this.numberText();
      let ended = true;
      while (ended) {
        const closing = open.at(-1);
        if (closing === undefined) return;
        ended = !this.more(closing);
        if (ended) open.pop();
        else if (closing === "}") this.skipName();
      }
    }
  }

  private skipName(): void {
    this.space();
    if (this.text[this.at] !== '"') throw this.unexpected("key must be a string");
    this.skipString();
    this.space();
    if (this.text[this.at] !== ":") throw this.unexpected("expected `:`");
    this.at++;
  }

  private skipString(): void {
    for (this.at++; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (Number.isNaN(code)) throw new JsonProblem("EOF while parsing a string");
      if (code < 0x20)
        throw new JsonProblem("control character (\\u0000-\\u001F) found while parsing a string");
      if (code === 0x22) break;
      if (code !== 0x5c) continue;
      const letter = this.text[++this.at] ?? "";
      if (letter === "u") {
        this.at++;
        this.hex4();
        this.at--;
      } else if (!Object.hasOwn(ESCAPES, letter)) throw new JsonProblem("invalid escape");
    }
    this.at++;
  }

  private skipWord(): boolean {
    for (const word of ["null", "true", "false"])
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return true;
      }
    return false;
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private unexpected(problem: string): JsonProblem {
    return new JsonProblem(this.at >= this.text.length ? "EOF while parsing a value" : problem);
  }
}

function readNumber(text: string): number | bigint {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new JsonProblem("number out of range");
  if (Number.isSafeInteger(value) || text.length > 20 || /[.eE]/.test(text)) return value;
  const exact = BigInt(text);
  return exact > LARGEST_U64 || exact < SMALLEST_I64 ? value : exact;
}
