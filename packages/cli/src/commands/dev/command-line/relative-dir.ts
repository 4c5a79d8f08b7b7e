/** The way from one folder to another; both relative to the root, with `/`. */
export function relativeDir(from: string, to: string): string {
  const [one, other] = [from, to].map((dir) => (dir === "" ? [] : dir.split("/")));
  let shared = 0;
  while (one?.[shared] !== undefined && one[shared] === other?.[shared]) shared++;
  const up = (one ?? []).slice(shared).map(() => "..");
  return [...up, ...(other ?? []).slice(shared)].join("/") || ".";
}
