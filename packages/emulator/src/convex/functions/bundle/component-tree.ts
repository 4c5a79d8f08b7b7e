import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import { BundleError, bundleError } from "./bundle-error.ts";
import type { BundleSources } from "./bundle-sources.ts";
import { defaultExport, describeThrown, evaluateBare } from "./bare-context.ts";
import { esbuildOptions, noteInputs } from "./esbuild-options.ts";

/** A component where it is used: by the app, or by another component. */
export interface ComponentInstance {
  /** The names on the way to it, with `/`; the app itself: `""`. */
  path: string;
  /** The folder of its functions, absolute. */
  folder: string;
  /** Where its HTTP actions are to be mounted; null: nowhere. */
  httpPrefix: string | null;
  /** Whether variables are handed to it. */
  hasVariables: boolean;
}

/** What a `convex.config.ts` says. */
interface Definition {
  name: string;
  children: Child[];
}

interface Child {
  name: string;
  folder: string;
  httpPrefix: string | null;
  hasVariables: boolean;
}

/**
 * Finds the components of an app by its `convex.config.ts`, and theirs.
 *
 * @throws {BundleError} where one cannot be bundled or evaluated
 */
export async function findComponents(sources: BundleSources): Promise<ComponentInstance[]> {
  const { folder } = sources;
  const known = new Map<string, Promise<Definition>>();
  const instances: ComponentInstance[] = [{ path: "", folder, httpPrefix: null, hasVariables: false }];
  // Grows while it is walked.
  for (const { path, folder: parent } of instances) {
    const file = definitionFile(parent);
    if (file === null) continue;
    const { children } = await readDefinition(sources, file, known);
    for (const { name, ...child } of children)
      instances.push({ ...child, path: path === "" ? name : `${path}/${name}` });
  }
  return instances;
}

function definitionFile(folder: string): string | null {
  return ["convex.config.ts", "convex.config.js"].map((name) => join(folder, name)).find(existsSync) ?? null;
}

/** Reads a definition once; the definitions it imports are read on the way. */
async function readDefinition(
  sources: BundleSources,
  file: string,
  known: Map<string, Promise<Definition>>,
): Promise<Definition> {
  const before = known.get(file);
  if (before !== undefined) return await before;
  const reading = evaluateDefinition(sources, file, known);
  known.set(file, reading);
  return await reading;
}

async function evaluateDefinition(
  sources: BundleSources,
  file: string,
  known: Map<string, Promise<Definition>>,
): Promise<Definition> {
  const { root, convex, read } = sources;
  const folder = dirname(file);
  const plugin = childDefinitions(async (child) => await readDefinition(sources, child, known));
  const built = await convex.esbuild
    .build({ ...esbuildOptions(root, folder, "isolate", [plugin]), entryPoints: [file], sourcemap: false })
    .catch((thrown: unknown) => {
      throw bundleError(thrown);
    });
  noteInputs(built.metafile, root, read);
  const code = built.outputFiles[0]?.text ?? "";
  try {
    const exports = evaluateBare(
      { module: "convex.config", environment: "isolate", code, sourceMap: "{}", folder },
      { readVariable: () => undefined, refusal: "unsupported when evaluating app definition" },
    );
    return asDefinition(defaultExport(exports), file);
  } catch (thrown) {
    if (thrown instanceof BundleError) throw thrown;
    throw new BundleError(`${file} cannot be evaluated: ${describeThrown(thrown)}`);
  }
}

/** Puts a note of where it is in the place of a definition that is imported. */
function childDefinitions(read: (file: string) => Promise<Definition>): Plugin {
  return {
    name: "convex-component-definitions",
    setup(build) {
      build.onResolve({ filter: /convex\.config(?:\.[jt]s)?$/ }, async (args) => {
        if (args.kind === "entry-point" || args.pluginData === "resolving") return null;
        for (const path of [
          args.path,
          args.path.replace(/\.js$/, ".ts"),
          `${args.path}.js`,
          `${args.path}.ts`,
        ]) {
          const { importer, resolveDir, kind } = args;
          const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: "resolving" });
          if (found.errors.length === 0) return { path: found.path, namespace: "convex-definition" };
        }
        return null;
      });
      build.onLoad({ filter: /.*/, namespace: "convex-definition" }, async ({ path }) => {
        const { name } = await read(path);
        const note = { componentDefinitionPath: dirname(path), defaultName: name };
        return { contents: `export default ${JSON.stringify(note)};` };
      });
    },
  };
}

function asDefinition(exported: unknown, file: string): Definition {
  const { _name: name = "", _childComponents: children } = (exported ?? {}) as {
    _name?: unknown;
    _childComponents?: unknown;
  };
  if (!Array.isArray(children))
    throw new BundleError(
      `${file} must have a default export made with \`defineApp()\` or \`defineComponent()\` of convex/server.`,
    );
  return { name: String(name), children: children.map((child) => asChild(child as unknown[])) };
}

function asChild([name, definition, given, httpPrefix]: unknown[]): Child {
  const { componentDefinitionPath } = definition as { componentDefinitionPath: string };
  return {
    name: String(name),
    folder: componentDefinitionPath,
    httpPrefix: typeof httpPrefix === "string" ? httpPrefix : null,
    hasVariables: typeof given === "object" && given !== null && Object.keys(given).length > 0,
  };
}
