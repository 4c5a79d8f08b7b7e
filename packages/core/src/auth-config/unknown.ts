/**
 * Stands in an auth config where a value is not known: for a field of a provider, a whole provider, the list of
 * providers or the whole config. It survives `JSON.stringify`, as the config does on its way to Convex.
 */
export interface Unknown {
  /** Why it is not known; completes "because …" without a full stop. */
  unknown: string;
}

/** Makes the marker for a value that is not known. */
export function unknown(because: string): Unknown {
  return { unknown: because };
}

/** Whether a value is the marker. A provider that happens to have other keys beside `unknown` is none. */
export function isUnknown(value: unknown): value is Unknown {
  if (typeof value !== "object" || value === null) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === "unknown" && typeof Reflect.get(value, "unknown") === "string";
}
