import { ServerError } from "../server-error.ts";

/** How the values of an answer are written: as clients of Convex read them, or plainly, for everyone else. */
export type ValueFormat = "encoded" | "plain";

/**
 * @param format the request's `format`
 * @param client the `Convex-Client` header, such as `npm-1.48.0`
 * @throws {ServerError} BadFormat
 */
export function readValueFormat(format: string | undefined, client: string | null): ValueFormat {
  switch (format) {
    case undefined:
      return client === null || /^(?:npm-cli|npm|actions|python)-/.test(client) ? "plain" : "encoded";
    case "convex_encoded_json":
    case "convex_json":
      return "encoded";
    case "json":
    case "convex_clean_json":
      return "plain";
    default:
      throw new ServerError(
        "bad-request",
        "BadFormat",
        `format param must be one of [\`json\`]. Got ${format.slice(0, 200)}`,
      );
  }
}

/**
 * Writes Convex-encoded JSON plainly: 64-bit integers and bytes as texts, numbers that JSON does not have by name.
 *
 * @param value Convex-encoded JSON
 */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [name, inner] = entries[0] ?? [];
  if (entries.length === 1 && typeof inner === "string") {
    const bytes = Buffer.from(inner, "base64");
    if (name === "$bytes") return inner;
    if (name === "$integer" && bytes.length === 8) return String(bytes.readBigInt64LE());
    if (name === "$float" && bytes.length === 8) return plainNumber(bytes.readDoubleLE());
  }
  return Object.fromEntries(entries.map(([field, member]) => [field, plainValue(member)]));
}

function plainNumber(value: number): unknown {
  return Number.isFinite(value) ? value : String(value);
}
