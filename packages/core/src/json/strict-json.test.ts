import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonObject, plainJson } from "./json.ts";
import { MAX_JSON_DEPTH, parseStrictJson } from "./strict-json.ts";

function read(text: string): unknown {
  const reading = parseStrictJson(text);
  return reading.ok ? plainJson(reading.value) : reading.problem;
}

function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

describe("parseStrictJson", () => {
  test("agrees with JSON.parse on every text that JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        // JSON.stringify escapes lone surrogates, which Convex refuses; covered below.
        fc.pre(!/\\ud[89a-f]/i.test(text));
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("accepts no text that JSON.parse refuses", () => {
    const fragments = fc.constantFrom(
      ..."{}[],:0123456789.eE+-".split(""),
      '"',
      '"a"',
      "true",
      "null",
      " ",
      "\\",
      "\u0001",
      "\uFEFF",
    );
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        if (parseStrictJson(text).ok) expect(() => JSON.parse(text)).not.toThrow();
        if (parseStrictJson(`{"other":${text}}`, { only: "keys" }).ok)
          expect(() => JSON.parse(`{"other":${text}}`)).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  test("keeps duplicate keys apart, in order", () => {
    const reading = parseStrictJson('{"sub":"a","x":1,"sub":"b"}');
    const object = reading.ok && reading.value instanceof JsonObject ? reading.value : new JsonObject([]);
    expect(object.entries).toEqual([
      ["sub", "a"],
      ["x", 1],
      ["sub", "b"],
    ]);
    expect(object.duplicates()).toEqual(new Set(["sub"]));
    expect(object.get("sub")).toBe("b");
  });

  test("a key named __proto__ is an ordinary key", () => {
    const value = read('{"__proto__":{"polluted":true}}');
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
  });

  test.each([
    [nested(MAX_JSON_DEPTH), true],
    [nested(MAX_JSON_DEPTH + 1), false],
    ['{"a":'.repeat(MAX_JSON_DEPTH) + "1" + "}".repeat(MAX_JSON_DEPTH), true],
    ['{"a":'.repeat(MAX_JSON_DEPTH + 1) + "1" + "}".repeat(MAX_JSON_DEPTH + 1), false],
  ])("127 levels are allowed, 128 are not", (text, ok) => {
    expect(parseStrictJson(text).ok).toBe(ok);
  });

  test.each([
    ["1e400", "number out of range"],
    ["-1e400", "number out of range"],
    [String.raw`"\ud800"`, "unexpected end of hex escape"],
    [String.raw`"\udc00"`, "lone leading surrogate in hex escape"],
    [String.raw`"\ud800\u0041"`, "lone leading surrogate in hex escape"],
    ["\uFEFF{}", "expected value"],
    ["", "EOF while parsing a value"],
    ["{} {}", "trailing characters"],
    ["01", "trailing characters"],
    ['"a', "EOF while parsing a string"],
    ['"\t"', "control character (\\u0000-\\u001F) found while parsing a string"],
    [String.raw`"\x"`, "invalid escape"],
  ])("refuses %j", (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  test("reads integers beyond 2^53 exactly while they fit 64 bits", () => {
    expect(parseStrictJson("18446744073709551615")).toEqual({ ok: true, value: 18446744073709551615n });
    expect(parseStrictJson("-9223372036854775808")).toEqual({ ok: true, value: -9223372036854775808n });
    expect(parseStrictJson("18446744073709551616")).toEqual({ ok: true, value: 2 ** 64 });
    expect(parseStrictJson("9007199254740991")).toEqual({ ok: true, value: 9007199254740991 });
  });

  test("skips what is not asked for: any depth, any number, lone surrogates; but no broken grammar", () => {
    const deep = nested(100_000);
    expect(parseStrictJson(`{"a":${deep},"b":1e999,"c":"\\ud800","keys":[1]}`, { only: "keys" })).toEqual({
      ok: true,
      value: new JsonObject([
        ["a", null],
        ["b", null],
        ["c", null],
        ["keys", [1]],
      ]),
    });
    expect(parseStrictJson(`{"a":${"[".repeat(100_000)},"keys":[]}`, { only: "keys" }).ok).toBe(false);
    expect(parseStrictJson('{"a":{"b" 1},"keys":[]}', { only: "keys" }).ok).toBe(false);
  });
});
