import type { ProjectFiles } from "../../project-files/project-files.ts";

/**
 * Says that containers map ports, so that the browser's port need not be the server's.
 *
 * @returns a phrase for the report, null when no compose file maps a port onto another one
 */
export function mappedPorts(files: ProjectFiles): string | null {
  for (const path of files.files) {
    if (!/(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/.test(path)) continue;
    const text = files.read(path) ?? "";
    for (const match of text.matchAll(/^\s*-\s*["']?(?:[\d.]+:)?(\d{2,5}):(\d{2,5})["']?\s*$/gm)) {
      if (match[1] !== match[2]) return `the port mapping ${match[1]}:${match[2]} of ${path}`;
    }
  }
  return null;
}
