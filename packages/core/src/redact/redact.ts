import { redactJson } from "./redact-json.ts";
import { redactQuoted } from "./redact-quoted.ts";
import { isAmbiguousName, isExpression, isNoSecret, isSecretName, looksRandom } from "./secret-names.ts";
import { shownSecret } from "./secret.ts";

const REDACTED = "[redacted]";

/**
 * Removes secrets from a text before it leaves the process: WorkOS API keys, JWTs, sealed sessions and states, Convex
 * deploy and admin keys, credentials of Authorization headers, and whatever stands under the name of a secret as
 * `NAME=value`, `name: value`, JSON, a cookie, a query or a HAR entry; also authorization codes. Client ids, issuers, key
 * ids, user ids and codes of errors stay. Valid JSON stays valid JSON. Applied twice it changes nothing more.
 */
export function redact(text: string): string {
  let current = text;
  // What one rule leaves behind can complete the pattern of another, so it goes on until nothing changes.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = redactJson(current, redactUnder) ?? RULES.reduce((before, rule) => rule(before), current);
    if (next === current) break;
    current = next;
  }
  return current;
}

const MOST_ROUNDS = 10;

/** A string of JSON under its name. It may be JSON itself, an address with a query, a cookie, anything. */
function redactUnder(name: string | null, value: string): string {
  if (name === null) return redact(value);
  if (/^(?:proxy-?)?authorization$/i.test(name))
    return value.replace(/^(\s*(?:bearer|basic|convex)\s+)(?!\[redacted\]$)\S.*$/is, `$1${REDACTED}`);
  return hides(name, value) ? REDACTED : redact(value);
}

/** Neither in the middle of a word, nor kept from view by the `%3D` of an encoded query in front. */
const START = "(?:(?<![A-Za-z0-9_])|(?<=%[0-9A-Fa-f]{2}))";
const NAME = "[A-Za-z][A-Za-z0-9_.-]{1,200}";

/** In the middle of a word only what is long and random enough to be no word itself. */
const API_KEY = new RegExp(
  `(?:${START}sk_(?:test|live)_|sk_(?:test|live)_(?=[A-Za-z]{0,80}[0-9])(?=[A-Za-z0-9+/=]{16}))[A-Za-z0-9_+/=-]+`,
  "g",
);
/** Three parts of a JWT, five of an encrypted one, or what is left of them. */
const JWT = new RegExp(
  `(?:${START}e(?:yJ|yA|wo|w0|wk)[A-Za-z0-9_-]{6,}|e(?:yJ|yA|wo|w0|wk)[A-Za-z0-9_-]{16,512}(?=\\.[A-Za-z0-9_-]{16}))(?:\\.[A-Za-z0-9_-]*){1,4}`,
  "g",
);
const SEALED = /Fe26\.2(?:\*|%2[aA])[A-Za-z0-9_.~*%+/=-]*/g;
const DEPLOY_KEY =
  /(?<![A-Za-z0-9_])(prod|dev|preview|project|local)((?::[A-Za-z0-9_:-]{0,200})?)(\||%7[cC])([A-Za-z0-9_+/=-]{8,})/g;
const ADMIN_KEY =
  /(?<![A-Za-z0-9_-])([a-z0-9][a-z0-9-]{0,80})\|(?:[0-9a-f]{40,}|e(?:yJ|yA)[A-Za-z0-9_+/=-]{16,})/g;
const AUTHORIZATION =
  /(\bauthorization(?:\\{0,7}["'])?\s{0,20}(?:[:=,]|%3[aA])\s{0,20}(?:\\{0,7}["']?value\\{0,7}["']?\s{0,20}:\s{0,20})?(?:\\{0,7}["'])?\s{0,20})(bearer|basic|convex)((?:\s|%20|\+){1,20})([^\s"'\\,;]+)/gi;
const BEARER = /\b(bearer)((?:\s|%20){1,20})([A-Za-z0-9._~+/=|:%-]{8,})/gi;
/** A name and a value as HAR and form data list them. */
const LISTED = new RegExp(
  `(\\\\{0,7}"name\\\\{0,7}"\\s{0,20}:\\s{0,20}\\\\{0,7}")(${NAME})(\\\\{0,7}"\\s{0,20},\\s{0,20}\\\\{0,7}"value\\\\{0,7}"\\s{0,20}:\\s{0,20}\\\\{0,7}")([^"\\\\\\n\\r]*)`,
  "g",
);
/** A name and its value without quotes: env files, shells, queries, forms, cookies. */
const ASSIGNED = new RegExp(
  `(?:(?<![A-Za-z0-9_.-])|(?<=%[0-9A-Fa-f]{2}))(${NAME})(=|%3[dD])(\\[redacted\\]|[^\\s"'\`&;,<>\\\\)\\]}]+)`,
  "g",
);
/** The same as a line of YAML or a header: one word up to the end of the line. */
const LINE = new RegExp(`^([ \\t]{0,40}(?:- )?)(${NAME})(:[ \\t]{1,20})([^\\s"'\`{},]+)(?=[ \\t]*$)`, "gm");

const RULES: readonly ((text: string) => string)[] = [
  (text) => text.replace(SEALED, "Fe26.2…"),
  (text) =>
    text.replace(DEPLOY_KEY, (_all, type: string, name: string, bar: string) => `${type}${name}${bar}…`),
  (text) => text.replace(ADMIN_KEY, (_all, name: string) => `${name}|…`),
  (text) =>
    text.replace(AUTHORIZATION, (all, before: string, scheme: string, space: string, value: string) =>
      isNoSecret(value) ? all : `${before}${scheme}${space}${REDACTED}`,
    ),
  (text) =>
    text.replace(BEARER, (all, scheme: string, space: string, value: string) =>
      /[0-9.]/.test(value) || value.length >= 24 ? `${scheme}${space}${REDACTED}` : all,
    ),
  (text) => text.replace(JWT, "eyJ…"),
  (text) => text.replace(API_KEY, (key) => shownSecret(key)),
  (text) =>
    text.replace(LISTED, (all, before: string, name: string, between: string, value: string) =>
      hides(name, value) ? `${before}${name}${between}${REDACTED}` : all,
    ),
  (text) => redactQuoted(text, REDACTED, hides),
  (text) =>
    text.replace(ASSIGNED, (all, name: string, sign: string, value: string, offset: number) =>
      hidesUnquoted(name, value, isInQuery(text, offset) ? 6 : SHORTEST_CODE)
        ? `${name}${sign}${REDACTED}`
        : all,
    ),
  (text) =>
    text.replace(LINE, (all, before: string, name: string, colon: string, value: string) =>
      hidesUnquoted(name, value, SHORTEST_CODE) && (isVariableName(name) || looksRandom(value, 8))
        ? `${before}${name}${colon}${REDACTED}`
        : all,
    ),
];

/** Authorization codes are longer; codes of errors seldom are and have no digits. */
const SHORTEST_CODE = 20;

function hides(name: string, value: string, shortestCode = SHORTEST_CODE): boolean {
  if (isNoSecret(value)) return false;
  return isSecretName(name) || (isAmbiguousName(name) && looksRandom(value, shortestCode));
}

/** `accessToken={token}` and `accessToken: getToken()` are lines of a program. */
function hidesUnquoted(name: string, value: string, shortestCode: number): boolean {
  const inProgram = value.startsWith("{") || /[a-z][A-Z]/.test(name);
  return hides(name, value, shortestCode) && !(inProgram && isExpression(value));
}

/** `WORKOS_COOKIE_PASSWORD`: what stands there is a value, never an expression. */
function isVariableName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

function isInQuery(text: string, offset: number): boolean {
  return /(?:[?&]|%3[fF]|%26)$/.test(text.slice(Math.max(0, offset - 3), offset));
}
