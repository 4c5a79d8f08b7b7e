import { parse as parseJson } from "jsonc-parser";
import { parse as parseToml } from "smol-toml";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { Host } from "./hosting.ts";
import { inDir, isRecord, placeOf, textOf } from "./config-values.ts";

/**
 * Reads the wrangler config: static assets of a Worker (`not_found_handling`), or Pages, which answer with `index.html`
 * by themselves.
 */
export function readCloudflare(files: ProjectFiles, appDir: string): Host | null {
  const path = ["wrangler.jsonc", "wrangler.json", "wrangler.toml"]
    .map((name) => inDir(appDir, name))
    .find((it) => files.has(it));
  const text = path === undefined ? undefined : files.read(path);
  if (path === undefined || text === undefined) return null;
  const config = configOf(path, text);
  const place = placeOf(path, text);
  const host = (otherwise: Host["otherwise"]): Host => ({
    name: "cloudflare",
    file: path,
    location: place("assets"),
    rules: [],
    otherwise,
  });
  if (config === null) return host("unknown");
  if ("pages_build_output_dir" in config) return host("index");
  const assets = config["assets"];
  if (!isRecord(assets)) return host("unknown");
  const handling = textOf(assets["not_found_handling"]);
  if (handling === "single-page-application") return host("index");
  // Where there is a Worker it may answer itself.
  return host("main" in config || handling === "404-page" ? "unknown" : "not-found");
}

function configOf(path: string, text: string): Record<string, unknown> | null {
  if (!path.endsWith(".toml")) {
    const config: unknown = parseJson(text);
    return isRecord(config) ? config : null;
  }
  try {
    return parseToml(text);
  } catch {
    return null;
  }
}
