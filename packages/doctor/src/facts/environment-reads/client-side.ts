import type { ParsedModule } from "../../source/parse.ts";
import type { EnvironmentRead } from "./environment-reads.ts";
import { type App, isInDir } from "../workspace/workspace.ts";

/** Files of a single-page app that never reach the browser. */
const NOT_CLIENT =
  /(?:^|\/)(?:[\w.-]+\.config|vite-env\.d|server|worker|proxy|middleware)\.[cm]?[jt]sx?$|(?:^|\/)(?:server|api|scripts|functions|electron|main|worker|workers|edge-functions|netlify|e2e|tests?)\/|\.server\.[jt]sx?$/;

/**
 * Whether a module runs in the browser. In single-page apps all of the app's own sources do; with a server in between,
 * only those that say `"use client"`, and `import.meta.env` with a public prefix is the same on both sides.
 */
export function sideOf(module: ParsedModule, app: App, functionsDir: string | null): EnvironmentRead["side"] {
  if (functionsDir !== null && isInDir(module.path, functionsDir)) return "convex";
  switch (app.framework) {
    case "vite-react":
    case "expo":
    case "bun-react":
      return NOT_CLIENT.test(module.path.slice(app.dir.length)) ? "unknown" : "client";
    default:
      return /^\s*(?:(?:\/\/[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)\s*)*["']use client["']/.test(module.text)
        ? "client"
        : "unknown";
  }
}
