/**
 * Joins a path to a folder and removes `.` and `..`.
 *
 * @param dir folder relative to the root; `""` for the root
 * @returns path relative to the root without a leading `./`; null when it is absolute or leaves the root
 */
export function joinPath(dir: string, path: string): string | null {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return null;
  const parts: string[] = [];
  for (const part of `${dir}/${path.replaceAll("\\", "/")}`.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== "" && part !== ".") {
      parts.push(part);
    }
  }
  return parts.join("/");
}
