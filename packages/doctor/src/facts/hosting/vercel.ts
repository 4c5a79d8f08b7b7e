import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { Host, HostRule } from "./hosting.ts";
import { inDir, isRecord, placeOf, recordsOf, textOf } from "./config-values.ts";

/** Reads `vercel.json`: `rewrites`, `redirects`, and `routes` of the older form. */
export function readVercel(files: ProjectFiles, appDir: string): Host | null {
  const own = inDir(appDir, "vercel.json");
  const path = [own, "vercel.json"].find((it) => files.has(it));
  const text = path === undefined ? undefined : files.read(path);
  if (path === undefined || text === undefined) return null;
  const config: unknown = parse(text);
  const location = { file: path, line: 1, column: 1 };
  if (!isRecord(config)) return { name: "vercel", file: path, location, rules: [], otherwise: "unknown" };
  const output = (textOf(config["outputDirectory"]) ?? "").replace(/^\.?\//, "");
  if (path !== own && !output.startsWith(`${appDir}/`)) return null;
  const place = placeOf(path, text);
  const redirects = recordsOf(config["redirects"]).map((it) =>
    rule(it, "source", answerOf(it["destination"]) === "index" ? "lost" : "other", place),
  );
  const rewrites = recordsOf(config["rewrites"]).map((it) =>
    rule(it, "source", answerOf(it["destination"]), place),
  );
  const routes = recordsOf(config["routes"])
    .filter((it) => it["handle"] === undefined && it["continue"] !== true)
    .map((it) => rule(it, "src", answerOf(it["dest"]), place));
  // Builders and frameworks with a server decide on their own.
  const own404 = "builds" in config || hasServer(config["framework"]);
  return {
    name: "vercel",
    file: path,
    location,
    rules: [...redirects, ...routes, ...rewrites],
    otherwise: own404 ? "unknown" : "not-found",
  };
}

function hasServer(framework: unknown): boolean {
  return typeof framework === "string" && !/^(?:vite|create-react-app)$/.test(framework);
}

function answerOf(destination: unknown): "index" | "other" {
  return typeof destination === "string" && /^\/?(?:index(?:\.html)?)?(?:[?#].*)?$/.test(destination)
    ? "index"
    : "other";
}

function rule(
  entry: Record<string, unknown>,
  key: "source" | "src",
  answer: HostRule["answer"],
  place: (written: string) => HostRule["location"],
): HostRule {
  const from = textOf(entry[key]) ?? "/(.*)";
  return {
    from,
    syntax: key === "src" ? "regexp" : "path-to-regexp",
    answer,
    conditional: "has" in entry || "missing" in entry || "methods" in entry,
    location: place(from),
  };
}
