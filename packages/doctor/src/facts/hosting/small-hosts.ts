import { parse as parseJson } from "jsonc-parser";
import { parse as parseYaml } from "yaml";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { Host, HostRule } from "./hosting.ts";
import { inDir, isRecord, placeOf, recordsOf, textOf } from "./config-values.ts";

/** Reads `static.json` of Heroku's buildpack for static sites. */
export function readStaticJson(files: ProjectFiles, appDir: string): Host | null {
  const path = inDir(appDir, "static.json");
  const text = files.has(path) ? files.read(path) : undefined;
  const config: unknown = text === undefined ? undefined : parseJson(text);
  if (text === undefined || !isRecord(config) || !("root" in config || "routes" in config)) return null;
  const routes = isRecord(config["routes"]) ? config["routes"] : {};
  const place = placeOf(path, text);
  const rules = Object.entries(routes).map(([from, to]): HostRule => ({
    from,
    syntax: "glob",
    answer: textOf(to)?.endsWith("index.html") === true ? "index" : "other",
    conditional: false,
    location: place(from),
  }));
  return { name: "static-json", file: path, location: place("{"), rules, otherwise: "not-found" };
}

/** Reads `staticwebapp.config.json` of Azure Static Web Apps. */
export function readAzure(files: ProjectFiles, appDir: string): Host | null {
  const path = ["staticwebapp.config.json", "public/staticwebapp.config.json"]
    .map((name) => inDir(appDir, name))
    .find((it) => files.has(it));
  const text = path === undefined ? undefined : files.read(path);
  const config: unknown = text === undefined ? undefined : parseJson(text);
  if (path === undefined || !isRecord(config)) return null;
  const overrides = "responseOverrides" in config || "routes" in config;
  return {
    name: "azure",
    file: path,
    location: { file: path, line: 1, column: 1 },
    rules: [],
    otherwise: "navigationFallback" in config ? "index" : overrides ? "unknown" : "not-found",
  };
}

/** Reads a static site of `render.yaml`. */
export function readRender(files: ProjectFiles, appDir: string): Host | null {
  const path = [inDir(appDir, "render.yaml"), "render.yaml"].find((it) => files.has(it));
  const text = path === undefined ? undefined : files.read(path);
  if (path === undefined || text === undefined) return null;
  const config = yamlOf(text);
  const sites = recordsOf(config?.["services"]).filter(
    (service) => service["runtime"] === "static" || service["env"] === "static",
  );
  const site = sites.find((it) => (textOf(it["rootDir"]) ?? "").replace(/^\.?\//, "") === appDir);
  if (site === undefined) return null;
  const place = placeOf(path, text);
  const rules = recordsOf(site["routes"]).map((route): HostRule => {
    const from = textOf(route["source"]) ?? "/*";
    const isIndex = route["type"] === "rewrite" && textOf(route["destination"]) === "/index.html";
    return {
      from,
      syntax: "netlify",
      answer: isIndex ? "index" : "other",
      conditional: false,
      location: place(from),
    };
  });
  return { name: "render", file: path, location: place("static"), rules, otherwise: "not-found" };
}

function yamlOf(text: string): Record<string, unknown> | null {
  try {
    const config: unknown = parseYaml(text);
    return isRecord(config) ? config : null;
  } catch {
    return null;
  }
}
