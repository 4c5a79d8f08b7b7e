import type { DevFacts } from "./dev-facts.ts";

const SERVER = /^(?:next|vite|vp|react-router|expo|astro|vinxi|remix|bun|tsx|node)$/;

/** Commands that start the app's frontend alone, by its own scripts, for a suggestion. */
export function frontendScripts({ app, scripts, workspace }: DevFacts): string[] {
  if (app === null) return [];
  const { dir } = app.app;
  const own = scripts.commands.filter(
    ({ packageDir, words }) => packageDir === dir && SERVER.test(words[0] ?? "") && !words.includes("build"),
  );
  const names = [...new Set(own.map(({ script }) => script))]
    .filter((name) => !/^(?:pre|post)|build|start|preview|test/.test(name))
    .slice(0, 2);
  const inDir = dir === "" ? "" : `cd ${dir} && `;
  return names.map((name) => `${inDir}${workspace.packageManager} run ${name}`);
}
