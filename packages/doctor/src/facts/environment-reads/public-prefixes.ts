import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { App } from "../workspace/workspace.ts";

const VITE_CONFIGS = ["vite.config", "electron.vite.config", "app.config"].flatMap((name) =>
  ["ts", "mts", "js", "mjs"].map((extension) => `${name}.${extension}`),
);

/** The prefixes with which a variable reaches an app's client; null when its configuration does not tell. */
export function publicPrefixes(files: Pick<ProjectFiles, "read">, app: App): string[] | null {
  switch (app.framework) {
    case "nextjs":
      return ["NEXT_PUBLIC_"];
    case "expo":
      return ["EXPO_PUBLIC_"];
    case "vite-react":
    case "tanstack-start":
    case "react-router":
    case "remix":
      return vitePrefixes(files, app.dir);
    default:
      return null;
  }
}

function vitePrefixes(files: Pick<ProjectFiles, "read">, dir: string): string[] | null {
  for (const name of VITE_CONFIGS) {
    const text = files.read(dir === "" ? name : `${dir}/${name}`) ?? "";
    // `define` and plugins may make any name reach the client.
    if (/\bdefine\b|EnvironmentPlugin|environment-plugin|vite-plugin-env/i.test(text)) return null;
    if (!/\benvPrefix\b/.test(text)) continue;
    const written = /\benvPrefix\s*:\s*(\[[^\]]*\]|["'`][^"'`]*["'`])/.exec(text)?.[1];
    if (written === undefined || /[$]|\.\.\./.test(written)) return null;
    return [...written.matchAll(/["'`]([^"'`]+)["'`]/g)].map((match) => match[1] ?? "");
  }
  return ["VITE_"];
}
