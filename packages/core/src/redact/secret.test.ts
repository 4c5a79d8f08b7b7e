import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "./secret.ts";

const KEY = "sk_test_a2V5XzAxSFhZWjVKNFE3UjhTOVQwVjFXMlgzWTRaabcd";

test("a secret prints as its kind and end, whatever prints it", () => {
  const secret = new Secret(KEY);
  expect(`${secret}`).toBe("sk_test_…abcd");
  // oxlint-disable-next-line typescript/restrict-plus-operands -- concatenation is one of the ways in which it leaks
  expect("" + String(secret)).toBe("sk_test_…abcd");
  expect(JSON.stringify({ secret })).toBe('{"secret":"sk_test_…abcd"}');
  expect(inspect({ secret })).toBe("{ secret: sk_test_…abcd }");
  expect(inspect(secret, { showHidden: true, depth: 9 })).toBe("sk_test_…abcd");
  expect(Object.keys(secret)).toEqual([]);
});

test("only reveal gives the value", () => {
  expect(new Secret(KEY).reveal()).toBe(KEY);
  expect(new Secret(KEY).length).toBe(KEY.length);
});

test.each([
  ["sk_live_short", "sk_live_…"],
  ["eyJhbGciOiJub25lIn0.e30.", "eyJ…"],
  ["Fe26.2*1*abc", "Fe26.2…"],
  ["correct horse battery staple", "[redacted]"],
  ["", ""],
])("of %j it shows %j", (value, shown) => {
  expect(String(new Secret(value))).toBe(shown);
});
