import type { EnvFileEntry } from "./env-file.ts";
import type { EnvLoaderName } from "./environment.ts";
import { type Expansion, expandExpo, expandNext, expandVite } from "./expand.ts";
import type { Framework } from "../workspace/workspace.ts";

/** A variable as a loader hands it to the app. */
export interface LoadedVariable extends EnvFileEntry {
  text: string;
  expanded: boolean;
  unresolved: string[];
}

const LOADER_OF: Record<Framework, EnvLoaderName> = {
  nextjs: "next",
  "vite-react": "vite",
  "tanstack-start": "vite",
  "react-router": "vite",
  remix: "vite",
  electron: "vite",
  expo: "expo",
  "bun-react": "bun",
  other: "dotenv",
};

/** Whose rules the env files of a framework follow. */
export function loaderOf(framework: Framework): EnvLoaderName {
  return LOADER_OF[framework];
}

/**
 * Names of the env files of a mode (`development`, `production`, …), strongest first. Next.js and Expo let
 * `.env.local` win over `.env.<mode>`, Vite the other way round; Bun knows no `.env.<mode>.local`.
 */
export function envFileNames(loader: EnvLoaderName, mode: string): string[] {
  switch (loader) {
    case "next":
    case "expo":
      return [`.env.${mode}.local`, ".env.local", `.env.${mode}`, ".env"];
    case "vite":
      return [`.env.${mode}.local`, `.env.${mode}`, ".env.local", ".env"];
    case "bun":
      return [".env.local", `.env.${mode}`, ".env"];
    case "dotenv":
      return [".env.local", ".env"];
  }
}

/**
 * Merges env files in the way of a loader and expands `$` as it does.
 *
 * @param files entries per file, strongest first
 * @param preset variables that are set before any file is read (in front of the command); they win
 */
export function loadEnv(
  loader: EnvLoaderName,
  files: readonly (readonly EnvFileEntry[])[],
  preset: Readonly<Record<string, string>> = {},
): LoadedVariable[] {
  const loaded = loader === "next" ? loadFileByFile(files, preset) : loadMerged(loader, files, preset);
  return loaded.filter(({ name }) => !Object.hasOwn(preset, name));
}

/** Next.js expands every file on its own; the stronger files before it count as set already. */
function loadFileByFile(
  files: readonly (readonly EnvFileEntry[])[],
  preset: Readonly<Record<string, string>>,
): LoadedVariable[] {
  const set: Record<string, string> = { ...preset };
  const result = new Map<string, LoadedVariable>();
  for (const entries of files) {
    const own = textsOf(entries);
    for (const entry of entries) {
      const raw = Object.hasOwn(set, entry.name) ? (set[entry.name] ?? "") : (own[entry.name] ?? "");
      const expansion = expandNext(raw, set, own);
      own[entry.name] = expansion.text;
      if (!result.has(entry.name)) result.set(entry.name, withExpansion(entry, expansion));
    }
    Object.assign(set, own);
  }
  return [...result.values()];
}

function loadMerged(
  loader: EnvLoaderName,
  files: readonly (readonly EnvFileEntry[])[],
  preset: Readonly<Record<string, string>>,
): LoadedVariable[] {
  const strongest = new Map<string, EnvFileEntry>();
  for (const entries of [...files].reverse()) for (const entry of entries) strongest.set(entry.name, entry);
  const variables = { ...textsOf([...strongest.values()]), ...preset };
  return [...strongest.values()].map((entry) => {
    const raw = entry.text ?? "";
    const expansion =
      loader === "dotenv"
        ? { text: raw, unresolved: [] }
        : loader === "vite"
          ? expandVite(raw, variables)
          : expandExpo(entry.name, raw, variables);
    if (!Object.hasOwn(preset, entry.name)) variables[entry.name] = expansion.text;
    return withExpansion(entry, expansion);
  });
}

function textsOf(entries: readonly EnvFileEntry[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ name, text }) => [name, text ?? ""]));
}

function withExpansion(entry: EnvFileEntry, { text, unresolved }: Expansion): LoadedVariable {
  return { ...entry, text, expanded: text !== entry.text, unresolved };
}
