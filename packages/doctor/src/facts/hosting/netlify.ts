import { parse } from "smol-toml";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { Host, HostRule } from "./hosting.ts";
import { inDir, isRecord, placeOf, recordsOf, textOf } from "./config-values.ts";

/**
 * Reads `netlify.toml` and `_redirects`. A file above the app counts when its `base` or `publish` names the app.
 */
export function readNetlify(files: ProjectFiles, appDir: string): Host | null {
  const toml = [inDir(appDir, "netlify.toml"), "netlify.toml"].find((path) => files.has(path));
  const text = toml === undefined ? undefined : files.read(toml);
  const config = text === undefined ? {} : parsed(text);
  const build = isRecord(config?.["build"]) ? config["build"] : {};
  const belongs = toml === undefined || toml === inDir(appDir, "netlify.toml") || namesApp(build, appDir);
  const publish = textOf(build["publish"]) ?? "";
  const redirects = ["public/_redirects", "static/_redirects", "_redirects", `${publish}/_redirects`]
    .map((name) => inDir(appDir, name))
    .find((path) => files.has(path));
  if (toml === undefined && redirects === undefined) return null;
  if (!belongs && redirects === undefined) return null;
  const file = toml !== undefined && belongs ? toml : (redirects ?? "netlify.toml");
  const location = { file, line: 1, column: 1 };
  if (config === null) return { name: "netlify", file, location, rules: [], otherwise: "unknown" };
  const listed = redirects === undefined ? [] : redirectsFile(redirects, files.read(redirects) ?? "");
  const written = text === undefined || toml === undefined || !belongs ? [] : tomlRules(toml, text, config);
  // A build script may write `_redirects` into the published folder.
  const command = textOf(build["command"]) ?? "";
  const otherwise = /_redirects|index\.html/.test(command) ? "unknown" : "not-found";
  const plugins = recordsOf(config["plugins"]).length > 0;
  return {
    name: "netlify",
    file,
    location,
    rules: [...listed, ...written],
    otherwise: plugins ? "unknown" : otherwise,
  };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function namesApp(build: Record<string, unknown>, appDir: string): boolean {
  const paths = [build["base"], build["publish"]].map((it) => (textOf(it) ?? "").replace(/^\.?\//, ""));
  return paths.some((path) => path === appDir || path.startsWith(`${appDir}/`));
}

function tomlRules(file: string, text: string, config: Record<string, unknown>): HostRule[] {
  const place = placeOf(file, text);
  return recordsOf(config["redirects"]).flatMap((redirect): HostRule[] => {
    const from = textOf(redirect["from"]);
    const to = textOf(redirect["to"]);
    if (from === null || to === null) return [];
    const status = typeof redirect["status"] === "number" ? redirect["status"] : 301;
    const conditional = "conditions" in redirect || "query" in redirect || "headers" in redirect;
    return [rule(from, to, status, conditional, place(from))];
  });
}

function redirectsFile(file: string, text: string): HostRule[] {
  return text.split(/\r?\n/).flatMap((line, index): HostRule[] => {
    const [from, ...rest] = line
      .replace(/(^|\s)#.*$/, "")
      .trim()
      .split(/\s+/);
    if (from === undefined || !/^(?:\/|https?:)/.test(from)) return [];
    const target = rest.findIndex((word) => /^(?:\/|https?:)/.test(word));
    const to = rest[target];
    if (to === undefined) return [];
    const after = rest.slice(target + 1);
    const status = Number(/^\d+/.exec(after[0] ?? "")?.[0] ?? 301);
    const conditional = target > 0 || after.length > 1;
    return [rule(from, to, status, conditional, { file, line: index + 1, column: 1 })];
  });
}

function rule(
  from: string,
  to: string,
  status: number,
  conditional: boolean,
  location: HostRule["location"],
): HostRule {
  const isIndex = /^\/(?:index(?:\.html)?)?$/.test(to);
  // A redirect changes the path, and the SDK takes a code only at the path of the redirect URI.
  const isRedirect = status >= 300 && status < 400;
  const answer = isIndex && status === 200 ? "index" : isIndex && isRedirect ? "lost" : "other";
  return { from, syntax: "netlify", answer, conditional, location };
}
