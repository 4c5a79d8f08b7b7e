const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a duration such as `"6m"`, `"90s"`, `"1h30m"` or `"500ms"`.
 *
 * @returns milliseconds
 * @throws {RangeError} a sentence that names the text and the forms that are understood
 */
export function parseDuration(text: string): number {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim())
    throw new RangeError(
      `"${text}" is no duration. Write a number and a unit, such as 500ms, 30s, 6m, 1h30m or 2d.`,
    );
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}
