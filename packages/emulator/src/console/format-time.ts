/** The time of day on this machine, such as `14:03:22.418`. @param time milliseconds since 1970 */
export function timeOfDay(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  const milliseconds = String(date.getMilliseconds()).padStart(3, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

const UNITS: readonly [name: string, milliseconds: number][] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
];

/** A length of time for people, in its two largest units: `4 min 12 s`. @param milliseconds the sign does not count */
export function lengthOfTime(milliseconds: number): string {
  let rest = Math.round(Math.abs(milliseconds) / 1_000) * 1_000;
  const parts: string[] = [];
  for (const [name, unit] of UNITS) {
    const amount = Math.floor(rest / unit);
    rest -= amount * unit;
    if (amount > 0) parts.push(`${amount} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

/** Seen from a moment: `4 min 12 s ago`, `in 30 s`, `now`. Both in milliseconds since 1970. */
export function seenFrom(now: number, time: number): string {
  const away = Math.round((time - now) / 1_000);
  if (away === 0) return "now";
  return away < 0 ? `${lengthOfTime(away * 1_000)} ago` : `in ${lengthOfTime(away * 1_000)}`;
}
