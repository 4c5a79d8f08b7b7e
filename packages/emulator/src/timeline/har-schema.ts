import { expect } from "vitest";

type Check = (value: unknown, place: string) => void;

const is =
  (type: "string" | "number" | "boolean"): Check =>
  (value, place) =>
    expect(typeof value, place).toBe(type);
const text = is("string");
const number = is("number");
const dateTime: Check = (value, place) =>
  expect(value, place).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/);
const time: Check = (value, place) => {
  number(value, place);
  expect(value, place).toBeGreaterThanOrEqual(0);
};
const integer: Check = (value, place) => expect(Number.isInteger(value), place).toBe(true);

function listOf(check: Check): Check {
  return (value, place) => {
    expect(Array.isArray(value), place).toBe(true);
    (value as unknown[]).forEach((one, index) => check(one, `${place}[${index}]`));
  };
}

/** Fields with a question mark may be absent; others than these only with an underscore in front. */
function object(fields: Record<string, Check>): Check {
  return (value, place) => {
    expect(value !== null && typeof value === "object" && !Array.isArray(value), place).toBe(true);
    const given = value as Record<string, unknown>;
    const known = new Map(
      Object.entries(fields).map(([name, check]) => [name.replace("?", ""), { name, check }]),
    );
    for (const [name, { name: written, check }] of known) {
      if (given[name] === undefined) expect(written.endsWith("?"), `${place}.${name} is missing`).toBe(true);
      else check(given[name], `${place}.${name}`);
    }
    for (const name of Object.keys(given))
      expect(known.has(name) || name.startsWith("_"), `${place}.${name} is no field of HAR 1.2`).toBe(true);
  };
}

const nameAndValue = object({ name: text, value: text, "comment?": text });
const cookie = object({
  name: text,
  value: text,
  "path?": text,
  "domain?": text,
  "expires?": dateTime,
  "httpOnly?": is("boolean"),
  "secure?": is("boolean"),
  "comment?": text,
});
const har = object({
  log: object({
    version: (value, place) => expect(value, place).toBe("1.2"),
    creator: object({ name: text, version: text, "comment?": text }),
    "browser?": object({ name: text, version: text, "comment?": text }),
    "pages?": listOf(() => {}),
    "comment?": text,
    entries: listOf(
      object({
        "pageref?": text,
        startedDateTime: dateTime,
        time,
        request: object({
          method: text,
          url: (value, place) => expect(URL.canParse(String(value)), `${place}: ${String(value)}`).toBe(true),
          httpVersion: text,
          cookies: listOf(cookie),
          headers: listOf(nameAndValue),
          queryString: listOf(nameAndValue),
          "postData?": object({ mimeType: text, "params?": listOf(nameAndValue), text, "comment?": text }),
          headersSize: integer,
          bodySize: integer,
          "comment?": text,
        }),
        response: object({
          status: integer,
          statusText: text,
          httpVersion: text,
          cookies: listOf(cookie),
          headers: listOf(nameAndValue),
          content: object({
            size: integer,
            "compression?": integer,
            mimeType: text,
            "text?": text,
            "encoding?": text,
            "comment?": text,
          }),
          redirectURL: text,
          headersSize: integer,
          bodySize: integer,
          "comment?": text,
        }),
        cache: object({}),
        timings: object({
          "blocked?": number,
          "dns?": number,
          "connect?": number,
          send: time,
          wait: time,
          receive: time,
          "ssl?": number,
          "comment?": text,
        }),
        "serverIPAddress?": text,
        "connection?": text,
        "comment?": text,
      }),
    ),
  }),
});

/** For tests: that something is an HTTP archive by the specification of HAR 1.2. */
export function assertHar(value: unknown): void {
  har(JSON.parse(JSON.stringify(value)), "har");
}
