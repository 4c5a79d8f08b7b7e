import { noInputs } from "@convex-authkit/doctor/facts/inputs";
import { memoryFiles } from "@convex-authkit/doctor/project-files/memory-files";
import { loadRightProject } from "../../../../doctor/right-projects/load.ts";
import { readDevFacts, type AppChoice, type DevFacts } from "./dev-facts.ts";

/** The facts of a project that is given as texts by path. For tests only. */
export function factsOf(texts: Readonly<Record<string, string>>, choice: Partial<AppChoice> = {}): DevFacts {
  return readDevFacts(memoryFiles(texts), noInputs(0), { app: undefined, dir: "", ...choice });
}

/** The facts of a right project with files replaced; null removes one. For tests only. */
export function rightFacts(
  name: "nextjs-monorepo" | "vite-spa",
  changes: Readonly<Record<string, string | null>> = {},
): DevFacts {
  const texts = { ...loadRightProject(name), ...changes };
  return factsOf(
    Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== null)),
  );
}

/** A template that starts its frontend through the Convex CLI, with TanStack Start. */
export const TANSTACK: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name: "start",
    scripts: { dev: "convex dev --start 'vite dev'" },
    dependencies: {
      "@tanstack/react-start": "^1.168.0",
      "@workos/authkit-tanstack-react-start": "0.11.0",
      convex: "^1.44.0",
    },
    devDependencies: { vite: "^8.2.0" },
  }),
  "vite.config.ts": "export default { server: { port: 3000 } };\n",
  "src/router.tsx":
    'import { ConvexReactClient } from "convex/react";\nexport const convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL);\n',
  "src/start.ts":
    'import { authkitMiddleware } from "@workos/authkit-tanstack-react-start";\nexport const middleware = [authkitMiddleware()];\n',
  "convex/notes.ts":
    'import { query } from "./_generated/server";\nexport const list = query({ args: {}, handler: async () => [] });\n',
};
