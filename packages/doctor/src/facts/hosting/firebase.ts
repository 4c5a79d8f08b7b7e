import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { Host, HostingFact, HostRule } from "./hosting.ts";
import { inDir, isRecord, placeOf, recordsOf, textOf } from "./config-values.ts";

/** Reads the `hosting` part of `firebase.json`; of several sites the one whose `public` lies in the app. */
export function readFirebase(files: ProjectFiles, appDir: string): Host | null {
  const own = inDir(appDir, "firebase.json");
  const path = [own, "firebase.json"].find((it) => files.has(it));
  const text = path === undefined ? undefined : files.read(path);
  if (path === undefined || text === undefined) return null;
  const config: unknown = parse(text);
  const hosting = isRecord(config) ? config["hosting"] : undefined;
  const sites = isRecord(hosting) ? [hosting] : recordsOf(hosting);
  const belonging =
    path === own ? sites : sites.filter((site) => (textOf(site["public"]) ?? "").startsWith(`${appDir}/`));
  const [site] = belonging;
  if (site === undefined) return null;
  const location = { file: path, line: 1, column: 1 };
  if (belonging.length > 1 || "source" in site) {
    return { name: "firebase", file: path, location, rules: [], otherwise: "unknown" };
  }
  const place = placeOf(path, text);
  const rules = [...recordsOf(site["redirects"]), ...recordsOf(site["rewrites"])].map((entry): HostRule => {
    const glob = textOf(entry["source"]) ?? textOf(entry["glob"]);
    const regex = textOf(entry["regex"]);
    const destination = textOf(entry["destination"]);
    return {
      from: glob ?? regex ?? "**",
      syntax: glob === null && regex !== null ? "regexp" : "glob",
      answer: !("type" in entry) && /^\/(?:index\.html)?$/.test(destination ?? "") ? "index" : "other",
      conditional: false,
      location: place(glob ?? regex ?? "rewrites"),
    };
  });
  return { name: "firebase", file: path, location, rules, otherwise: "not-found" };
}

/** The host names of the Firebase projects that `.firebaserc` names: every project has two. */
export function firebaseSites(files: ProjectFiles, appDir: string): HostingFact["sites"] {
  const path = inDir(appDir, ".firebaserc");
  const text = files.has(path) ? files.read(path) : undefined;
  const config: unknown = text === undefined ? undefined : parse(text);
  if (text === undefined || !isRecord(config) || !isRecord(config["projects"])) return [];
  const place = placeOf(path, text);
  return Object.values(config["projects"]).flatMap((project) => {
    const name = textOf(project);
    if (name === null) return [];
    const location = place(`"${name}"`);
    return [`${name}.web.app`, `${name}.firebaseapp.com`].map((host) => ({ host, location }));
  });
}
