import { JsonObject, type Json } from "../json/json.ts";
import { parseStrictJson } from "../json/strict-json.ts";
import { type ConfigError, configError, shapeMessage } from "./config-problem.ts";
import { isUnknown } from "./unknown.ts";

const SEE_DOCS = "To learn more, see the auth documentation at https://docs.convex.dev/auth.";

/** The auth config after its way through JSON: its providers, or why Convex refuses it as a whole. */
export type ConfigJson =
  | { kind: "providers"; providers: Json[] }
  | { kind: "unknown"; because: string }
  | { kind: "error"; error: ConfigError };

/**
 * Takes the default export of `auth.config.ts` through `JSON.stringify`, as Convex does after it has evaluated it: fields
 * that are undefined vanish, `toJSON` is called. Never throws, whatever the config does when it is read.
 */
export function readConfigJson(config: unknown): ConfigJson {
  if (config === undefined || config === null)
    return refuse(
      "config-default-export-missing",
      `auth config file is missing default export. ${SEE_DOCS}`,
      "The module has no default export, or it is null.",
    );
  const text = stringify(config);
  if (text === undefined)
    return refuse(
      "config-not-serializable",
      `auth config file can only contain strings ${SEE_DOCS}`,
      "JSON.stringify cannot write the default export: it is a function, holds a bigint or refers to itself.",
    );
  const reading = parseStrictJson(text);
  if (!reading.ok)
    return refuse(
      "config-too-deep",
      shapeMessage(reading.problem),
      `Convex's JSON parser refuses it: ${reading.problem}.`,
    );
  return readProviderList(reading.value);
}

function readProviderList(root: Json): ConfigJson {
  if (root instanceof JsonObject) {
    const marker = asUnknown(root);
    if (marker !== null) return { kind: "unknown", because: marker };
    const providers = root.get("providers");
    if (providers === undefined)
      return refuse(
        "config-providers-missing",
        shapeMessage("missing field `providers`"),
        "The default export has no key `providers`.",
        "providers",
      );
    const unknownList = asUnknown(providers);
    if (unknownList !== null) return { kind: "unknown", because: unknownList };
    if (Array.isArray(providers)) return { kind: "providers", providers };
    return refuse(
      "config-providers-not-a-list",
      shapeMessage(`invalid type: ${serdeName(providers)}, expected a sequence`),
      `\`providers\` is ${article(serdeName(providers))}, not a list.`,
      "providers",
    );
  }
  return readListForm(root);
}

/** serde also reads a struct from a list of its fields, so a list in a list passes. */
function readListForm(root: Json): ConfigJson {
  if (!Array.isArray(root))
    return notAnObject(`invalid type: ${serdeName(root)}, expected struct SerializedAuthConfig`);
  const [first] = root;
  if (first === undefined)
    return notAnObject("invalid length 0, expected struct SerializedAuthConfig with 1 element");
  if (!Array.isArray(first)) return notAnObject(`invalid type: ${serdeName(first)}, expected a sequence`);
  if (root.length > 1) return notAnObject("trailing characters");
  return { kind: "providers", providers: first };
}

function notAnObject(problem: string): ConfigJson {
  return refuse(
    "config-providers-not-a-list",
    shapeMessage(problem),
    "The default export is no object with a key `providers`.",
    "providers",
  );
}

function refuse(
  cause: ConfigError["cause"],
  message: string,
  explanation: string,
  field?: string,
): ConfigJson {
  return {
    kind: "error",
    error: configError(cause, message, explanation, field === undefined ? {} : { field }),
  };
}

function stringify(config: unknown): string | undefined {
  try {
    return JSON.stringify(config);
  } catch {
    return undefined;
  }
}

/** The reason of the marker for unknown values; null where the value is something else. */
export function asUnknown(value: Json | undefined): string | null {
  if (!(value instanceof JsonObject)) return null;
  const plain = Object.fromEntries(value.entries);
  return isUnknown(plain) ? plain.unknown : null;
}

/** How serde names a JSON value in its messages. */
function serdeName(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "sequence";
  if (value instanceof JsonObject) return "map";
  if (typeof value === "string") return `string ${JSON.stringify(value)}`;
  if (typeof value === "boolean") return `boolean \`${value}\``;
  const integer = typeof value === "bigint" || Number.isInteger(value);
  return `${integer ? "integer" : "floating point"} \`${value}\``;
}

function article(name: string): string {
  return name === "null" ? name : `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
