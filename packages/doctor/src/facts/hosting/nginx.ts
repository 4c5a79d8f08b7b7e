import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { Host } from "./hosting.ts";
import { inDir } from "./config-values.ts";

/** Reads an nginx config that serves the app's files; one that passes requests on tells nothing. */
export function readNginx(files: ProjectFiles, appDir: string): Host | null {
  const path = ["nginx.conf", "nginx/nginx.conf", "nginx/default.conf", "default.conf", "docker/nginx.conf"]
    .map((name) => inDir(appDir, name))
    .find((it) => files.has(it));
  const text = path === undefined ? undefined : files.read(path)?.replace(/#.*$/gm, "");
  if (path === undefined || text === undefined || !/\bserver\s*\{/.test(text)) return null;
  const hasFallback =
    /\btry_files\b[^;]*\/index\.html\s*;/.test(text) ||
    /\berror_page\s+404\b[^;]*\/(?:index\.html)?\s*;/.test(text);
  const isOpen =
    /\b(?:proxy_pass|include|rewrite|return|fastcgi_pass|error_page|@\w+)\b/.test(text) ||
    !/\broot\b/.test(text);
  return {
    name: "nginx",
    file: path,
    location: { file: path, line: 1, column: 1 },
    rules: [],
    otherwise: hasFallback ? "index" : isOpen ? "unknown" : "not-found",
  };
}
